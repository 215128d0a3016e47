import { TopBar } from "../controls/top-bar.tsx";
import { PrintedFiles } from "../print/printed-files.tsx";
import { SummaryBar } from "../summary/summary-bar.tsx";
import { FileList } from "./file-list.tsx";
import { SelectionProvider } from "./selection-context.tsx";

/** All that is shown once there are files: the sums, what can be done to all, and a row each. */
export default function UploadsView() {
  return (
    <SelectionProvider>
      <TopBar>
        <SummaryBar />
      </TopBar>
      <FileList />
      <PrintedFiles />
    </SelectionProvider>
  );
}
