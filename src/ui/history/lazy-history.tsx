import { CrashBoundary } from "../frame/crash-boundary.tsx";
import { latePart } from "../frame/late-part.tsx";
import { HistoryLoading } from "./history-loading.tsx";

const HistoryView = latePart(() => import("./history-view.tsx"), <HistoryLoading />);

/** The history, fetched when it is first opened. What breaks in it leaves the rest of the page alone. */
export function LazyHistory() {
  return (
    <CrashBoundary>
      <HistoryView />
    </CrashBoundary>
  );
}
