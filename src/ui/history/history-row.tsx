import { memo } from "react";
import type { HistoryEntry, HistoryId } from "../../contract/history.ts";
import { useLocalization } from "../i18n/context.tsx";
import { FileName } from "../list/file-name.tsx";
import { LinkLine } from "../list/link-line.tsx";
import list from "../list/list.module.css";
import { shownName } from "../list/shown-name.ts";
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
  const m = useHistoryMessages();
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
      <LinkLine name={name} url={entry.url} subjects={() => [entry]} className={styles.link} />
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
