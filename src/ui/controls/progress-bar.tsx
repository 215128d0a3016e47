import styles from "./controls.module.css";

interface ProgressBarProps {
  /** 0 to 1; undefined while nothing can be measured. */
  value: number | undefined;
  label: string;
  /** What is going on, said with the value. */
  text?: string;
  paused?: boolean;
}

/** How far something is, to the eye and to a screen reader. */
export function ProgressBar({ value, label, text, paused = false }: ProgressBarProps) {
  const percent = value === undefined ? undefined : Math.floor(value * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text === undefined || percent === undefined ? text : `${text} ${percent}%`}
      data-state={value === undefined ? "indeterminate" : paused ? "paused" : "determinate"}
    >
      <div className={styles.fill} style={value === undefined ? undefined : { transform: `scaleX(${value})` }} />
    </div>
  );
}
