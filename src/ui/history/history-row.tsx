import { memo } from "react";
import type { HistoryEntry, HistoryId } from "../../contract/history.ts";
import { CopyButton } from "../copy/copy-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { FileName } from "../list/file-name.tsx";
import list from "../list/list.module.css";
import { shownName } from "../list/row-view.ts";
import { formatDate } from "./format-date.ts";
import styles from "./history.module.css";
import { HistoryThumbnail } from "./history-thumbnail.tsx";
import { useHistoryMessages } from "./use-messages.ts";

interface HistoryRowProps {
  id: HistoryId;
  entry: HistoryEntry;
  selected: boolean;
  toggle: (id: HistoryId, range: boolean) => void;
}

/** One link of the past. Renders again only when it has changed itself. */
export const HistoryRow = memo(function HistoryRow({ id, entry, selected, toggle }: HistoryRowProps) {
  const { t } = useLocalization();
  const m = useHistoryMessages();
  const { url } = entry;
  const name = shownName(entry.name);
  return (
    <article className={styles.row} aria-label={name} data-selected={selected} data-link={entry.link}>
      <label className={styles.check}>
        {/* The click, not the change: it alone tells whether Shift is held, by mouse and by keyboard. */}
        <input
          type="checkbox"
          aria-label={m.select(name)}
          checked={selected}
          onChange={() => undefined}
          onClick={(event) => toggle(id, event.shiftKey)}
        />
      </label>
      <div className={styles.picture}>
        <HistoryThumbnail id={id} />
      </div>
      <Head entry={entry} />
      <div className={styles.link}>
        <a
          className={list.link}
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t.row.link(name)}
          title={url}
        >
          {url}
        </a>
        <CopyButton subjects={() => [entry]} label={t.row.copyLink(name)}>
          {t.row.copy}
        </CopyButton>
      </div>
    </article>
  );
});

function Head({ entry }: { entry: HistoryEntry }) {
  const { t, formats } = useLocalization();
  const m = useHistoryMessages();
  const { width, height } = entry;
  return (
    <div className={list.head}>
      <FileName name={entry.name} />
      <p className={list.facts}>
        {entry.link === "dead" && <strong className={styles.dead}>{m.dead}</strong>}
        {entry.link === "unconfirmed" && <span data-tone="warning">{m.unconfirmed}</span>}
        <span>{formats.size(entry.size)}</span>
        {width !== undefined && height !== undefined && (
          <span>
            {width} × {height}
          </span>
        )}
        <span>{formats.types([entry.type])}</span>
        <time dateTime={new Date(entry.addedAt).toISOString()}>{formatDate(entry.addedAt, t.language)}</time>
      </p>
    </div>
  );
}
