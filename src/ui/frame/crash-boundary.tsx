import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./frame.module.css";

/** A bug in the page must not leave a blank screen. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error("cosdrop: the page crashed", error, info.componentStack);
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useLocalization();
  return (
    <div className={styles.notice} role="alert">
      <p>
        <strong>{t.crashed.title}</strong>
        <br />
        {t.crashed.next}
      </p>
      <Button onClick={() => location.reload()}>{t.crashed.reload}</Button>
    </div>
  );
}
