import type { UploadFile } from "../../engine/state.ts";
import { ProgressBar } from "../controls/progress-bar.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { openProgress, openStageText } from "./row-view.ts";
import { shownName } from "./shown-name.ts";

/** How far a file is on its way; nothing once it was cancelled. */
export function OpenContent({ file }: { file: UploadFile }) {
  const { t } = useLocalization();
  const { state, name, size } = file;
  const value = openProgress(state, size);
  if (value === undefined) return null;
  return (
    <ProgressBar
      label={t.row.progress(shownName(name))}
      value={value}
      text={openStageText(state, size, t, performance.now())}
      paused={state.stage === "paused"}
    />
  );
}
