import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import styles from "./announcer.module.css";

/** How long a shown sentence stays, in ms. */
const SHOWN_MS = 4000;

interface Said {
  readonly text: string;
  readonly shown: boolean;
  /** Counts the sentences: the same one twice is said twice. */
  readonly turn: number;
}

/** Says a result to screen readers; with `show`, to the eye as well, where nothing else on the page shows it. */
export type Announce = (text: string, options?: { show?: boolean }) => void;

const Context = createContext<Announce>(() => {});

/** Says results politely, without moving the focus. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said>({ text: "", shown: false, turn: 0 });
  const announce = useCallback<Announce>(
    (text, { show = false } = {}) => setSaid((before) => ({ text, shown: show, turn: before.turn + 1 })),
    [],
  );

  useEffect(() => {
    if (!said.shown) return;
    const timer = setTimeout(() => setSaid((now) => (now === said ? { ...now, shown: false } : now)), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <Context value={announce}>
      {children}
      <div className={said.shown ? styles.shown : "visually-hidden"} role="status" aria-live="polite">
        <span key={said.turn}>{said.text}</span>
      </div>
    </Context>
  );
}

/** The way to say something; the same function every time. */
export function useAnnounce(): Announce {
  return use(Context);
}
