import type { ReactNode } from "react";
import { AutoCopy } from "../copy/auto-copy.tsx";
import { ProgressAnnouncer } from "../summary/progress-announcer.tsx";

/** What is done at the end of a run, whichever view is shown then. */
export default function RunFollowers(): ReactNode {
  return (
    <>
      <ProgressAnnouncer />
      <AutoCopy />
    </>
  );
}
