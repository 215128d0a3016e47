import { useLayoutEffect, useRef } from "react";
import styles from "./list.module.css";
import { displayName } from "./shown-name.ts";

interface FileNameProps {
  /** As the file has it. */
  name: string;
  /** What is shown of it on hovering, where that is more than the name. */
  title?: string | undefined;
}

/**
 * A file's name on one line; one that is cut shows its ending as well. The whole name is one text either way, so that it
 * is found, copied and read out as one: the ending of a cut name is drawn after it (`data-end`).
 */
export function FileName({ name, title }: FileNameProps) {
  const box = useRef<HTMLElement>(null);
  const { end, whole } = displayName(name);

  useLayoutEffect(() => {
    const element = box.current;
    const text = element?.firstElementChild;
    if (!element || !text) return;
    const observer = new ResizeObserver(() => {
      const cut = text.scrollWidth > element.clientWidth;
      if (cut) element.toggleAttribute("data-cut", true);
      // This makes it smaller, which an observer may not do within its own turn.
      else if ("cut" in element.dataset) requestAnimationFrame(() => element.toggleAttribute("data-cut", false));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <bdi ref={box} className={styles.name} title={title ?? whole} data-end={end}>
      <span className={styles.nameText}>{whole}</span>
    </bdi>
  );
}
