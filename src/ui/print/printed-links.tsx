import { type ReactNode, useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { shownName } from "../list/shown-name.ts";
import styles from "./print.module.css";

interface PrintedLinksProps {
  /** What the list is. */
  title: string;
  /** How much of it there is, in words. */
  sum: ReactNode;
  /** Asked only for a print. */
  links: () => readonly { readonly name: string; readonly url: string }[];
}

/**
 * What goes on paper in place of the page: every name and link of a list, of which only the rows in view are in the
 * document. It is there only while the browser prints; a list without a link is printed as it looks.
 */
export function PrintedLinks({ title, sum, links }: PrintedLinksProps) {
  if (!usePrinting()) return null;
  const all = links();
  if (all.length === 0) return null;
  return createPortal(
    <section className={styles.links}>
      <h1>{title}</h1>
      <p>{sum}</p>
      <ol>
        {all.map(({ name, url }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be listed twice, and nothing moves on paper
          <li key={index}>
            <bdi>{shownName(name)}</bdi>
            <a href={url}>{url}</a>
          </li>
        ))}
      </ol>
    </section>,
    document.body,
  );
}

/** Between `beforeprint` and `afterprint`. What follows from it is in the document before the browser takes it. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}
