import { ArrowLeft, History } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";
import { showHistory, showUploads, useHistoryShown } from "./history-route.ts";

/** The way to the history, and back; nothing where the page keeps none. */
export function HistoryButton() {
  const { loadHistory } = useServices();
  const { t } = useLocalization();
  const shown = useHistoryShown();
  if (!loadHistory) return null;
  // One button with two meanings, so that it keeps the focus.
  return (
    <Button variant="quiet" icon={shown ? <ArrowLeft /> : <History />} onClick={shown ? showUploads : showHistory}>
      {shown ? <BackText /> : t.history.open}
    </Button>
  );
}

/** Says how many uploads still run where they cannot be seen. */
function BackText() {
  const { t, formats } = useLocalization();
  const { open } = useSnapshot().totals;
  return open > 0 ? t.history.backRunning(formats.number(open)) : t.history.back;
}
