import { Fragment } from "react";
import styles from "./parts.module.css";

interface PartsProps {
  parts: readonly string[];
  /** Further parts, in the colour of what a person should look at. */
  warnings: readonly string[];
}

/** How a file has ended, with a dot between one part and the next wherever both stand in one line. */
export function Parts({ parts, warnings }: PartsProps) {
  const all = [
    ...parts.map((text) => ({ text, tone: undefined })),
    ...warnings.map((text) => ({ text, tone: "warning" })),
  ];
  return (
    <span className={styles.parts} data-tone="success">
      {all.map(({ text, tone }, at) => (
        <Fragment key={text}>
          {at > 0 && " "}
          <span className={styles.part}>
            {at > 0 && <span className={styles.dot}>· </span>}
            <span data-tone={tone}>{text}</span>
          </span>
        </Fragment>
      ))}
    </span>
  );
}
