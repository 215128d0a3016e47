import { lazy, Suspense } from "react";
import { CrashBoundary } from "../frame/crash-boundary.tsx";
import { HistoryLoading } from "./history-loading.tsx";

const HistoryView = lazy(() => import("./history-view.tsx"));

/** The history, fetched when it is first opened. What breaks in it leaves the rest of the page alone. */
export function LazyHistory() {
  return (
    <CrashBoundary>
      <Suspense fallback={<HistoryLoading />}>
        <HistoryView />
      </Suspense>
    </CrashBoundary>
  );
}
