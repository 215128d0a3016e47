import { FileBraces, FileSpreadsheet, FileText } from "lucide-react";
import type { HistoryEntry } from "../../contract/history.ts";
import { Dialog } from "../controls/dialog.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./export.module.css";
import { EXPORT_FORMATS, type ExportFormat, exportFile } from "./export-format.ts";
import { saveFile } from "./save-file.ts";
import { useHistoryMessages } from "./use-messages.ts";

const ICONS = { json: <FileBraces />, csv: <FileSpreadsheet />, markdown: <FileText /> };

/** In which form to take entries along. */
export function ExportDialog({ entries, onClose }: { entries: readonly HistoryEntry[]; onClose: () => void }) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();

  const save = (format: ExportFormat) => {
    saveFile(exportFile(entries, format, new Date()));
    onClose();
  };

  return (
    <Dialog title={m.exportTitle(entries.length, formats.number(entries.length))} hint={m.exportHint} onClose={onClose}>
      <div className={styles.formats}>
        {EXPORT_FORMATS.map((format) => (
          <button key={format} type="button" className={styles.format} onClick={() => save(format)}>
            {ICONS[format]}
            <span>
              <strong>{m.exportFormat[format].name}</strong>
              <small>{m.exportFormat[format].hint}</small>
            </span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
