import { lazy, Suspense } from "react";
import { useSnapshot } from "../use-engine.ts";

// Where its code cannot be had, the list's cannot either, which says so.
const AutoCopy = lazy(() => import("./auto-copy.tsx").catch(() => ({ default: () => null })));

/** `AutoCopy`, which an empty page does not need. */
export function LateAutoCopy() {
  const hasRows = useSnapshot().ids.length > 0;
  return (
    hasRows && (
      <Suspense>
        <AutoCopy />
      </Suspense>
    )
  );
}
