import { useCallback, useEffect, useRef, useState } from "react";
import { type HistoryEntry, historyId } from "../../contract/history.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useHistory } from "./history-context.tsx";
import { useTell } from "./notice.tsx";
import { useHistoryMessages } from "./use-messages.ts";

/** Looking at many links again: how far it is, and the ways to begin and to stop. */
export interface Recheck {
  readonly running: { readonly done: number; readonly all: number } | undefined;
  start(entries: readonly HistoryEntry[]): void;
  stop(): void;
}

/** Ends with the view: what was found out by then is kept. */
export function useRecheck(): Recheck {
  const history = useHistory();
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const tell = useTell();
  const [running, setRunning] = useState<Recheck["running"]>();
  const stopping = useRef<AbortController>(undefined);
  const stop = useCallback(() => stopping.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const start = async (entries: readonly HistoryEntry[]) => {
    stop();
    const controller = new AbortController();
    stopping.current = controller;
    const all = entries.length;
    tell(undefined);
    setRunning({ done: 0, all });
    try {
      const result = await history.recheck(controller.signal, entries.map(historyId), (done) =>
        setRunning({ done, all }),
      );
      tell({ tone: "plain", text: m.rechecked({ asked: all, ...result }, formats.number) });
    } catch {
      // Stopped by the person, or not to be written: the problem notice says the latter.
    }
    setRunning(undefined);
  };

  return { running, start: (entries) => void start(entries), stop };
}
