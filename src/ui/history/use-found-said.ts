import { useEffect, useRef } from "react";
import type { HistoryFound } from "../../contract/history.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import type { QueryFields } from "./query.ts";
import { useHistoryMessages } from "./use-messages.ts";

/** How long a person must have changed nothing before the result is said, in ms: not one sentence per letter. */
const QUIET_MS = 500;

/**
 * Says to screen readers what a changed search finds.
 * @param found what these very fields find; undefined until it is known.
 */
export function useFoundSaid(fields: QueryFields, found: HistoryFound | undefined): void {
  const announce = useAnnounce();
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const said = useRef(fields);
  useEffect(() => {
    if (!found || said.current === fields) return;
    const timer = setTimeout(() => {
      said.current = fields;
      const { total, entries } = found;
      const [all, some] = [formats.number(total), formats.number(entries.length)];
      if (entries.length === total) announce(m.all(total, all));
      else announce(entries.length === 0 ? m.nothingFound.what : m.found(some, all));
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [fields, found, announce, m, formats]);
}
