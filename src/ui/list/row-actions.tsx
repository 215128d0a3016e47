import { ExternalLink, Pause, Play, RotateCw, Trash2, X } from "lucide-react";
import { isRetryable } from "../../engine/retry.ts";
import type { UploadFile } from "../../engine/state.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { QrButton } from "../qr/qr-button.tsx";
import { useServices } from "../services.tsx";
import styles from "./list.module.css";
import { plainName } from "./row-view.ts";

/** The buttons of a row, by its stage. */
export function RowActions({ file }: { file: UploadFile }) {
  const { engine } = useServices();
  const { t } = useLocalization();
  const { id, state } = file;
  const name = plainName(file.name);
  const over = state.stage === "done" || state.stage === "failed" || state.stage === "cancelled";

  return (
    <div className={styles.actions}>
      {state.stage === "done" && (
        <>
          <span className={styles.roomy}>
            <QrButton name={name} url={state.result.url} />
          </span>
          <IconButton
            label={t.row.open(name)}
            onClick={() => window.open(state.result.url, "_blank", "noopener,noreferrer")}
          >
            <ExternalLink />
          </IconButton>
        </>
      )}
      {isRetryable(file) && (
        <IconButton label={t.row.retry(name)} onClick={() => engine.retry(id)}>
          <RotateCw />
        </IconButton>
      )}
      {!over && state.stage !== "paused" && state.stage !== "verifying" && (
        <IconButton label={t.row.pause(name)} onClick={() => engine.pause(id)}>
          <Pause />
        </IconButton>
      )}
      {state.stage === "paused" && (
        <IconButton label={t.row.resume(name)} onClick={() => engine.resume(id)}>
          <Play />
        </IconButton>
      )}
      {over ? (
        <IconButton label={t.row.remove(name)} onClick={() => engine.remove(id)}>
          <Trash2 />
        </IconButton>
      ) : (
        <IconButton label={t.row.cancel(name)} onClick={() => engine.cancel(id)}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
