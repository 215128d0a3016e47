import type { HistoryFound } from "../../contract/history.ts";
import { useLocalization } from "../i18n/context.tsx";
import { PrintedLinks } from "../print/printed-links.tsx";
import { listedText } from "./listed-text.ts";
import { useHistoryMessages } from "./use-messages.ts";

/** The entries found, on paper. */
export function PrintedHistory({ found }: { found: HistoryFound }) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  return <PrintedLinks title={m.title} sum={listedText(found, m, formats)} links={() => found.entries} />;
}
