import { useMemo, useState } from "react";
import type { FileId } from "../../engine/state.ts";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";

/** Which finished files go back to the host. */
export interface Chosen {
  /** In the order of the list. */
  readonly ids: readonly FileId[];
  /** Finished files, chosen or not. */
  readonly finished: readonly FileId[];
  has(id: FileId): boolean;
  set(ids: readonly FileId[], chosen: boolean): void;
}

/** Whoever uploads a file here wants it: all are chosen until a person says otherwise. */
export function useChosen(): Chosen {
  const { engine } = useServices();
  // A new one whenever a file has finished, since the totals are in it.
  const snapshot = useSnapshot();
  const [left, setLeft] = useState<ReadonlySet<FileId>>(new Set());

  return useMemo(() => {
    const finished = snapshot.ids.filter((id) => engine.getFile(id)?.state.stage === "done");
    return {
      finished,
      ids: finished.filter((id) => !left.has(id)),
      has: (id) => !left.has(id),
      set(ids, chosen) {
        const others = [...left].filter((id) => !ids.includes(id));
        setLeft(new Set(chosen ? others : [...others, ...ids]));
      },
    };
  }, [engine, snapshot, left]);
}
