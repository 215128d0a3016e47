import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { HistoryId, HistoryProblem, HistoryQuery } from "../../contract/history.ts";
import { useHistory } from "./history-context.tsx";

const FOUND = "history-found";
const THUMBNAIL = "history-thumbnail";

/** How long what is out of view is kept, in ms: long enough to scroll back, short enough for 10,000 rows. */
const KEPT_MS = 20_000;

/** Reading this browser's own disk has nothing to do with the network. */
const LOCAL = { networkMode: "always", retry: false, gcTime: KEPT_MS } as const;

/** What a query finds; while another one is being answered, what the last one found. */
export function useFound(query: HistoryQuery) {
  const history = useHistory();
  return useQuery({
    ...LOCAL,
    queryKey: [FOUND, query],
    queryFn: ({ signal }) => history.search(signal, query),
    placeholderData: keepPreviousData,
    // Comparing ten thousand entries one by one costs more than showing twenty rows again.
    structuralSharing: false,
  });
}

/** One row's preview; null where there is none. */
export function useThumbnail(id: HistoryId) {
  const history = useHistory();
  return useQuery({
    ...LOCAL,
    queryKey: [THUMBNAIL, id],
    queryFn: async () => (await history.thumbnail(id)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Reads again what changed, here or in another tab. */
export function useHistoryChanges(): void {
  const history = useHistory();
  const queryClient = useQueryClient();
  useEffect(
    () =>
      history.onChange((change) => {
        queryClient.invalidateQueries({ queryKey: [FOUND] });
        // One pass with a set: a change may name ten thousand ids.
        const ids = change === "all" ? undefined : new Set<unknown>(change.ids);
        queryClient.invalidateQueries({
          queryKey: [THUMBNAIL],
          predicate: ({ queryKey }) => ids === undefined || ids.has(queryKey[1]),
        });
      }),
    [history, queryClient],
  );
}

/** Why the history cannot be kept now; undefined where it can. */
export function useProblem(): HistoryProblem | undefined {
  const history = useHistory();
  return useSyncExternalStore(history.subscribe, history.problem);
}

/** How many entries an undo would bring back now. */
export function useUndoable(): number {
  const history = useHistory();
  return useSyncExternalStore(history.subscribe, history.undoable);
}
