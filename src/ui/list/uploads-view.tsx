import { TopBar } from "../controls/top-bar.tsx";
import { useCopyKey } from "../copy/use-copy-key.ts";
import { PrintedFiles } from "../print/printed-files.tsx";
import { SummaryBar } from "../summary/summary-bar.tsx";
import { UnreadNotice } from "../summary/unread-notice.tsx";
import { useSnapshot } from "../use-engine.ts";
import { FileList } from "./file-list.tsx";
import { SelectionProvider } from "./selection-context.tsx";

/** All that is shown once there are files: the sums, what can be done to all, and a row each. */
export default function UploadsView() {
  useCopyKey();
  // An earlier page may have gone before it had read any.
  if (useSnapshot().ids.length === 0) return <UnreadNotice />;
  return (
    <SelectionProvider>
      <TopBar>
        <SummaryBar />
      </TopBar>
      <UnreadNotice />
      <FileList />
      <PrintedFiles />
    </SelectionProvider>
  );
}
