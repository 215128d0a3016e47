import { useCallback, useMemo, useState } from "react";
import type { Candidate } from "../../engine/ports.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { createIntakeLine, type Reading } from "./intake-line.ts";

export interface Intake {
  /** A folder is still being read. */
  readonly reading: boolean;
  /** The last drop held no file. */
  readonly nothingDropped: boolean;
  readonly takeTransfer: (data: DataTransfer) => void;
  readonly takePaste: (data: DataTransfer) => void;
  readonly takeFiles: (files: Iterable<File>) => void;
}

/** What a person hands over goes to the engine, in the order chosen, while it is still being read. */
export function useIntake(): Intake {
  const { engine, readTransfer, readFileList, namePasted } = useServices();
  const { t, formats } = useLocalization();
  const announce = useAnnounce();
  const [reads, setReads] = useState(0);
  const [nothingDropped, setNothingDropped] = useState(false);
  const line = useMemo(() => createIntakeLine<Candidate>((batch) => engine.add(batch)), [engine]);

  const take = useCallback(
    async (start: (onCandidates: (batch: readonly Candidate[]) => void) => Reading) => {
      setNothingDropped(false);
      setReads((before) => before + 1);
      try {
        const count = await line(start);
        if (count === 0) setNothingDropped(true);
        announce(count === 0 ? t.drop.nothingDropped : t.say.added(count, formats.number(count)));
      } finally {
        setReads((running) => running - 1);
      }
    },
    [line, announce, t, formats],
  );

  return {
    reading: reads > 0,
    nothingDropped,
    takeTransfer: useCallback((data) => void take((on) => readTransfer(data, on)), [take, readTransfer]),
    takePaste: useCallback(
      (data) => {
        const at = new Date();
        void take((on) => readTransfer(data, (batch) => on(batch.map((candidate) => namePasted(candidate, at)))));
      },
      [take, readTransfer, namePasted],
    ),
    takeFiles: useCallback(
      (files) => void take((on) => ({ count: readFileList(files, on), remote: false })),
      [take, readFileList],
    ),
  };
}
