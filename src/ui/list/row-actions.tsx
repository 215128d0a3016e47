import { ExternalLink, Pause, Play, RotateCw, Trash2, X } from "lucide-react";
import { isRetryable } from "../../engine/retry.ts";
import type { UploadFile } from "../../engine/state.ts";
import { isEnded } from "../../engine/transition.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { QrButton } from "../qr/qr-button.tsx";
import { useServices } from "../services.tsx";
import { focusNextRow, focusOwnRow } from "./focus.ts";
import styles from "./list.module.css";
import { shownName } from "./shown-name.ts";

/** The buttons of a row, by its stage. */
export function RowActions({ file }: { file: UploadFile }) {
  const { engine } = useServices();
  const { t } = useLocalization();
  const { id, state } = file;
  const name = shownName(file.name);
  const over = isEnded(state);
  const paused = state.stage === "paused";

  return (
    <div className={styles.actions}>
      {state.stage === "done" && (
        <>
          <QrButton name={name} url={state.result.url} />
          <IconButton
            label={t.row.open(name)}
            onClick={() => window.open(state.result.url, "_blank", "noopener,noreferrer")}
          >
            <ExternalLink />
          </IconButton>
        </>
      )}
      {isRetryable(file) && (
        <IconButton
          label={t.row.retry(name)}
          onClick={(event) => {
            focusOwnRow(event.currentTarget);
            engine.retry(id);
          }}
        >
          <RotateCw />
        </IconButton>
      )}
      {!over && state.stage !== "verifying" && (
        <IconButton
          label={paused ? t.row.resume(name) : t.row.pause(name)}
          onClick={() => (paused ? engine.resume(id) : engine.pause(id))}
        >
          {paused ? <Play /> : <Pause />}
        </IconButton>
      )}
      {/* One button with two meanings, so that it keeps the focus when the file ends. */}
      <IconButton
        label={over ? t.row.remove(name) : t.row.cancel(name)}
        onClick={(event) => {
          if (!over) return engine.cancel(id);
          focusNextRow(event.currentTarget);
          engine.remove(id);
        }}
      >
        {over ? <Trash2 /> : <X />}
      </IconButton>
    </div>
  );
}
