import { lazy, Suspense } from "react";
import { useSnapshot } from "../use-engine.ts";

// Where its code cannot be had, the list's cannot either, which says so.
const RunFollowers = lazy(() => import("./run-followers.tsx").catch(() => ({ default: () => null })));

/** `RunFollowers`, which an empty page does not need. */
export function LateRunFollowers() {
  const hasRows = useSnapshot().ids.length > 0;
  return (
    hasRows && (
      <Suspense>
        <RunFollowers />
      </Suspense>
    )
  );
}
