import { useCallback, useMemo, useState } from "react";
import type { Candidate } from "../../engine/ports.ts";
import { isHistoryShown } from "../history/history-route.ts";
import { useServices } from "../services.tsx";
import { createIntakeLine, type Reading } from "./intake-line.ts";
import { countLeftOut, type Outcome, withoutLeftOut } from "./outcome.ts";

/** The ways in, and what comes of them. */
export interface Intake {
  /** A folder is still being read. */
  readonly reading: boolean;
  /**
   * Counts what brings files: every drop and choice, and a paste once it has brought one or another site is asked for it.
   */
  readonly arrivals: number;
  /** What came of the last drop, paste or choice that was read to its end; undefined while another one is read. */
  readonly outcome: Outcome | undefined;
  readonly takeTransfer: (data: DataTransfer) => void;
  readonly takePaste: (data: DataTransfer) => void;
  readonly takeFiles: (files: Iterable<File>) => void;
  /** Calls off all that is being read; what was handed over so far goes on. */
  readonly stop: () => void;
}

/** What a person hands over goes to the engine, in the order chosen, while it is still being read. */
export function useIntake(): Intake {
  const { engine, addMore, readTransfer, readFileList, namePasted, stopReading } = useServices();
  const [reads, setReads] = useState(0);
  const [arrivals, setArrivals] = useState(0);
  const [outcome, setOutcome] = useState<Outcome>();
  const line = useMemo(() => createIntakeLine<Candidate, Outcome>(), []);

  const take = useCallback(
    async (start: (onCandidates: (batch: readonly Candidate[]) => void) => Reading<Outcome>, pasted = false) => {
      let arrived = false;
      const arrive = () => {
        if (!arrived) setArrivals((before) => before + 1);
        arrived = true;
      };
      setOutcome(undefined);
      setReads((before) => before + 1);
      try {
        let leftOut = 0;
        let { add } = engine;
        const begin: typeof start = (onCandidates) => {
          const reading = start(onCandidates);
          if (!pasted || reading.remote) arrive();
          return reading;
        };
        const sum = await line(begin, (batch) => {
          arrive();
          leftOut += countLeftOut(engine, add(batch));
          add = addMore;
        });
        // Text pasted into the history is no failed upload, and must not be called one when the uploads are back.
        if (arrived || !isHistoryShown()) setOutcome(withoutLeftOut(sum, leftOut));
      } finally {
        setReads((running) => running - 1);
      }
    },
    [line, engine, addMore],
  );

  return {
    reading: reads > 0,
    arrivals,
    outcome,
    takeTransfer: useCallback((data) => void take((on) => readTransfer(data, on)), [take, readTransfer]),
    takePaste: useCallback(
      (data) => {
        const at = new Date();
        void take((on) => readTransfer(data, (batch) => on(batch.map((candidate) => namePasted(candidate, at)))), true);
      },
      [take, readTransfer, namePasted],
    ),
    takeFiles: useCallback((files) => void take((on) => readFileList(files, on)), [take, readFileList]),
    stop: stopReading,
  };
}
