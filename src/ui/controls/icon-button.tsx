import type { ComponentProps, ReactNode } from "react";
import styles from "./controls.module.css";

interface IconButtonProps extends Omit<ComponentProps<"button">, "className" | "type" | "aria-label" | "title"> {
  /** The accessible name, which is shown as the tooltip too. */
  label: string;
  children: ReactNode;
}

/**
 * A button without words: its tooltip names it. An `aria-label` of the same words beside the tooltip would leave the
 * tooltip over as a description, which some screen readers say again (HTML-AAM, accessible description).
 */
export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <button {...rest} type="button" className={styles.iconButton} title={label}>
      {children}
    </button>
  );
}
