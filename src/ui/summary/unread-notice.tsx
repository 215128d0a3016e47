import { useEffect, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import styles from "./summary.module.css";
import { unreadText } from "./unread-text.ts";

/** What a person has read; the list comes and goes with the history. */
const closed = new WeakSet<Promise<boolean>>();

/** Says that rows which came back are not all that there were to be, since the page went while it was reading. */
export function UnreadNotice() {
  const { leftUnread } = useServices();
  const { t } = useLocalization();
  const [shown, show] = useState(false);
  useEffect(() => {
    void leftUnread?.then((unread) => show(unread && !closed.has(leftUnread)));
  }, [leftUnread]);

  const close = () => {
    if (leftUnread) closed.add(leftUnread);
    show(false);
  };
  return (
    <div role="status">
      {shown && (
        <div className={styles.unread}>
          <p>{unreadText(t)}</p>
          <Button onClick={close}>{t.close}</Button>
        </div>
      )}
    </div>
  );
}
