import type { ComponentProps } from "react";
import styles from "./form.module.css";

interface TextFieldProps extends Omit<ComponentProps<"input">, "className"> {
  label: string;
  /** For what a machine reads: a template, a token. */
  mono?: boolean;
}

/** One line of text, with its label. */
export function TextField({ label, mono = false, ...rest }: TextFieldProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <input {...rest} className={mono ? `${styles.input} ${styles.mono}` : styles.input} />
    </label>
  );
}
