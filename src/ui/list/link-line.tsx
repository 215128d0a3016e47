import type { LinkSubject } from "../../links/link-subject.ts";
import { CopyButton } from "../copy/copy-button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./list.module.css";

interface LinkLineProps {
  /** The file's name as it is shown. */
  name: string;
  url: string;
  /** Asked when the button is pressed. */
  subjects(): readonly LinkSubject[];
  className: string | undefined;
}

/** A link, and the button that takes it along. */
export function LinkLine({ name, url, subjects, className }: LinkLineProps) {
  const { t } = useLocalization();
  return (
    <div className={className}>
      <a
        className={styles.link}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t.row.link(name)}
        title={url}
      >
        {url}
      </a>
      <CopyButton subjects={subjects} label={t.row.copyLink(name)}>
        {t.row.copy}
      </CopyButton>
    </div>
  );
}
