import type { ComponentProps, ReactNode } from "react";
import styles from "./controls.module.css";

interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  /** One `primary` at most in view: the thing to do. */
  variant?: "primary" | "plain" | "quiet";
  icon?: ReactNode;
}

/** A button with words. */
export function Button({ variant = "plain", icon, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={`${styles.button} ${styles[variant]}`}>
      {icon}
      <span>{children}</span>
    </button>
  );
}
