import { X } from "lucide-react";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { IconButton } from "../controls/icon-button.tsx";
import { focusTitle } from "./focus.ts";
import styles from "./history.module.css";
import { useHistoryMessages } from "./use-messages.ts";

interface Notice {
  readonly text: string;
  readonly tone: "plain" | "danger";
}

type Tell = (notice: Notice | undefined) => void;

const TellContext = createContext<Tell>(() => {});

/** Gives what stands below it one place for the result of a longer task, which stays until it is closed. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>();
  return (
    <TellContext value={setNotice}>
      <NoticeContext value={useMemo(() => ({ notice, close: () => setNotice(undefined) }), [notice])}>
        {children}
      </NoticeContext>
    </TellContext>
  );
}

const NoticeContext = createContext<{ notice: Notice | undefined; close(): void }>({
  notice: undefined,
  close: () => undefined,
});

/** Shows a result in its place; undefined takes away the one that is there. */
export function useTell(): Tell {
  return use(TellContext);
}

/** The newest result. The region is always there: a screen reader only hears what changes inside one that it knows. */
export function NoticePlace() {
  const { notice, close } = use(NoticeContext);
  const m = useHistoryMessages();
  return (
    <div role="status">
      {notice && (
        <div className={styles.notice} data-tone={notice.tone}>
          <p>{notice.text}</p>
          <IconButton
            label={m.dismiss}
            onClick={() => {
              focusTitle();
              close();
            }}
          >
            <X />
          </IconButton>
        </div>
      )}
    </div>
  );
}
