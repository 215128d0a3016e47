import { Download, Link2, Trash2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { HistoryFound } from "../../contract/history.ts";
import { Button } from "../controls/button.tsx";
import { IconButton } from "../controls/icon-button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { ProgressBar } from "../controls/progress-bar.tsx";
import { CopyButton } from "../copy/copy-button.tsx";
import { FormatSelect } from "../copy/format-select.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import styles from "./history.module.css";
import { ImportButton } from "./import-button.tsx";
import { listedText } from "./listed-text.ts";
import { NoticePlace } from "./notice.tsx";
import { useHistoryMessages } from "./use-messages.ts";
import { type Recheck, useRecheck } from "./use-recheck.ts";
import { useRemoveSelected } from "./use-removal.ts";
import type { SelectionControls } from "./use-selection.ts";

interface ActionBarProps {
  found: HistoryFound;
  selection: SelectionControls;
}

/** How much is listed and chosen, and what can be done to it: to what is chosen, or else to all that is listed. */
export function ActionBar({ found, selection }: ActionBarProps) {
  const m = useHistoryMessages();
  const recheck = useRecheck();
  const focus = useKeptFocus();
  return (
    <section className={styles.bar} aria-label={m.actions} {...focus}>
      <div className={styles.line}>
        <Counts found={found} selection={selection} />
        <Actions found={found} selection={selection} recheck={recheck} />
      </div>
      <RecheckProgress recheck={recheck} />
      <NoticePlace />
    </section>
  );
}

function Counts({ found, selection }: ActionBarProps) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const { entries, total } = found;
  const chosen = selection.entries.length;
  const checkbox = useRef<HTMLInputElement>(null);
  const some = chosen > 0 && chosen < entries.length;
  useEffect(() => {
    if (checkbox.current) checkbox.current.indeterminate = some;
  }, [some]);

  return (
    <div className={styles.counts}>
      {entries.length > 0 && (
        <label className={styles.check}>
          <input
            ref={checkbox}
            type="checkbox"
            aria-label={m.selectAll}
            checked={chosen > 0 && !some}
            onChange={chosen === entries.length ? selection.clear : selection.selectAll}
          />
        </label>
      )}
      {total > 0 && <span>{chosen > 0 ? m.selected(formats.number(chosen)) : listedText(found, m, formats)}</span>}
      {chosen > 0 && (
        <IconButton label={m.clearSelection} onClick={selection.clear}>
          <X />
        </IconButton>
      )}
    </div>
  );
}

function Actions({ found, selection, recheck }: ActionBarProps & { recheck: Recheck }) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const remove = useRemoveSelected(selection);
  const [exporting, setExporting] = useState(false);
  const chosen = selection.entries;
  const subject = chosen.length > 0 ? chosen : found.entries;

  return (
    <div className={styles.actions}>
      {subject.length > 0 && (
        <>
          {recheck.running === undefined && (
            <Button variant="quiet" icon={<Link2 />} onClick={() => recheck.start(subject)}>
              {m.recheck}
            </Button>
          )}
          <Button variant="quiet" icon={<Download />} onClick={() => setExporting(true)}>
            {m.export}
          </Button>
        </>
      )}
      {chosen.length === 0 ? (
        <ImportButton />
      ) : (
        <>
          <Button variant="quiet" icon={<Trash2 />} onClick={remove}>
            {m.remove}
          </Button>
          <div className={styles.copying}>
            <FormatSelect />
            <CopyButton primary subjects={() => chosen}>
              {m.copy(chosen.length, formats.number(chosen.length))}
            </CopyButton>
          </div>
        </>
      )}
      {exporting && <ExportDialog entries={subject} onClose={() => setExporting(false)} />}
    </div>
  );
}

function RecheckProgress({ recheck }: { recheck: Recheck }) {
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  if (!recheck.running) return null;
  const { done, all } = recheck.running;
  const text = m.rechecking(formats.number(done), formats.number(all));
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <span>{text}</span>
        <Button variant="quiet" icon={<X />} onClick={recheck.stop}>
          {m.stop}
        </Button>
      </div>
      <ProgressBar label={m.recheck} value={done / all} />
    </div>
  );
}
