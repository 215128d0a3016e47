import { useEffect, useRef } from "react";
import type { HistoryFound } from "../../contract/history.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { listedText } from "./listed-text.ts";
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
      const isNothing = found.entries.length === 0 && found.total > 0;
      announce(isNothing ? m.nothingFound.what : listedText(found, m, formats));
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [fields, found, announce, m, formats]);
}
