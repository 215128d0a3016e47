import { useCallback, useRef, useState } from "react";
import type { Candidate } from "../../engine/ports.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";

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
  // One after the other: a second drop while a folder is still being read comes behind it in the list.
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback(
    (read: (onCandidates: (batch: readonly Candidate[]) => void) => Promise<number>) => {
      setNothingDropped(false);
      setReads((before) => before + 1);
      let queued: Candidate[] | undefined = [];
      const before = line.current;
      const reading = read((batch) => (queued ? queued.push(...batch) : engine.add(batch)));
      line.current = before.then(async () => {
        if (queued && queued.length > 0) engine.add(queued);
        queued = undefined;
        const count = await reading;
        setReads((running) => running - 1);
        if (count === 0) setNothingDropped(true);
        announce(count === 0 ? t.drop.nothingDropped : t.say.added(count, formats.number(count)));
      });
    },
    [engine, announce, t, formats],
  );

  return {
    reading: reads > 0,
    nothingDropped,
    takeTransfer: useCallback((data) => take((on) => readTransfer(data, on)), [take, readTransfer]),
    takePaste: useCallback(
      (data) => {
        const at = new Date();
        take((on) => readTransfer(data, (batch) => on(batch.map((candidate) => namePasted(candidate, at)))));
      },
      [take, readTransfer, namePasted],
    ),
    takeFiles: useCallback((files) => take((on) => readFileList(files, on)), [take, readFileList]),
  };
}
