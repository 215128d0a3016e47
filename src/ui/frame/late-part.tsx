import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useModal } from "../controls/use-modal.ts";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./frame.module.css";
import { fetchMissedStyles } from "./missed-styles.ts";

type Part<P> = (props: P) => ReactNode;
type Load<P> = () => Promise<{ readonly default: Part<P> }>;

interface Again {
  readonly onRetry: () => void;
}

/**
 * A part of the page whose code is fetched when it is first shown. Where that cannot be had, the part's place says so and
 * offers another try; the rest of the page goes on.
 */
export function latePart<P extends object>(load: Load<P>, fallback?: ReactNode): Part<P> {
  return late<P>(load, NotLoaded, fallback);
}

/** The same for a dialog. */
export function lateDialog<P extends { onClose: () => void }>(load: Load<P>): Part<P> {
  return late<P>(load, NotLoadedDialog);
}

function late<P extends object>(load: Load<P>, Instead: Part<P & Again>, fallback?: ReactNode) {
  const attempt = () =>
    lazy<Part<P & Again>>(async () => {
      try {
        await fetchMissedStyles();
        return await load();
      } catch {
        // For whoever tries again, or opens it the next time.
        latest = attempt();
        return { default: Instead };
      }
    });
  let latest = attempt();

  return function LatePart(props: P) {
    const [Shown, show] = useState(() => latest);
    return (
      <Suspense fallback={fallback}>
        <Shown {...props} onRetry={() => show(() => latest)} />
      </Suspense>
    );
  };
}

/** Says that a part of the page is not there. Another try may be in vain (see `lazy-adapters.ts`): then a reload helps. */
export function NotLoaded({ onRetry, children }: Again & { children?: ReactNode }) {
  const { t } = useLocalization();
  return (
    <div className={styles.notice} role="alert">
      <p>
        <strong>{t.notLoaded.title}</strong>
        <br />
        {t.notLoaded.next}
      </p>
      <Button onClick={onRetry}>{t.gatewayDown.retry}</Button>
      {children}
    </div>
  );
}

function NotLoadedDialog({ onRetry, onClose }: Again & { onClose: () => void }) {
  const { t } = useLocalization();
  return (
    <dialog ref={useModal()} className={styles.notLoaded} aria-label={t.notLoaded.title} onClose={onClose}>
      <NotLoaded onRetry={onRetry}>
        <Button onClick={onClose}>{t.close}</Button>
      </NotLoaded>
    </dialog>
  );
}
