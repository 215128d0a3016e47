import type { ComponentProps, ReactNode } from "react";
import styles from "./controls.module.css";

interface IconButtonProps extends Omit<ComponentProps<"button">, "className" | "type" | "aria-label" | "title"> {
  /** The accessible name, which is shown as the tooltip too. */
  label: string;
  children: ReactNode;
}

/** A button without words: its name is its tooltip. */
export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <button {...rest} type="button" className={styles.iconButton} aria-label={label} title={label}>
      {children}
    </button>
  );
}
