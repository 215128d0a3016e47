import { skipToken, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useRef } from "react";
import { TopBar } from "../controls/top-bar.tsx";
import { NotLoaded } from "../frame/late-part.tsx";
import { useServices } from "../services.tsx";
import { ActionBar } from "./action-bar.tsx";
import styles from "./history.module.css";
import { HistoryContext } from "./history-context.tsx";
import { HistoryList } from "./history-list.tsx";
import { HistoryLoading } from "./history-loading.tsx";
import { NothingShown } from "./nothing-shown.tsx";
import { NoticeProvider } from "./notice.tsx";
import { PrintedHistory } from "./printed-history.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { isNarrowed } from "./query.ts";
import { SearchFields } from "./search-fields.tsx";
import { HISTORY_TITLE_ID } from "./title-id.ts";
import { UndoBar } from "./undo-bar.tsx";
import { useFoundSaid } from "./use-found-said.ts";
import { useFound, useHistoryChanges } from "./use-history-data.ts";
import { useHistoryKeys } from "./use-history-keys.ts";
import { useHistoryMessages } from "./use-messages.ts";
import { useQueryFields } from "./use-query-fields.ts";
import { useSelection } from "./use-selection.ts";

/** Every finished link, in place of the uploads. */
export default function HistoryView() {
  const { loadHistory } = useServices();
  const {
    data: history,
    isError,
    refetch,
  } = useQuery({
    queryKey: ["history"],
    queryFn: loadHistory ?? skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    retry: false,
  });
  if (!loadHistory) return null;
  if (isError) return <NotLoaded onRetry={() => void refetch()} />;
  if (!history) return <HistoryLoading />;
  return (
    <HistoryContext value={history}>
      <NoticeProvider>
        <Everything />
      </NoticeProvider>
    </HistoryContext>
  );
}

function Everything() {
  useHistoryChanges();
  const m = useHistoryMessages();
  const { fields, query, change, clear } = useQueryFields();
  const { data, isPending, isError, isPlaceholderData } = useFound(query);
  useFoundSaid(fields, isPlaceholderData ? undefined : data);
  // Typing comes first: the rows may follow a frame later.
  const found = useDeferredValue(data);
  const shown = found?.entries ?? NO_ENTRIES;
  const selection = useSelection(shown);
  useHistoryKeys(selection, shown);

  return (
    <section className={styles.view} aria-labelledby={HISTORY_TITLE_ID}>
      <Title>{m.title}</Title>
      <ProblemNotice />
      {found && found.total > 0 && <SearchFields fields={fields} change={change} found={found} />}
      {found && (
        <TopBar>
          <ActionBar found={found} selection={selection} />
        </TopBar>
      )}
      {isPending && !isError && <HistoryLoading />}
      {found && found.entries.length > 0 && <HistoryList entries={found.entries} selection={selection} />}
      {found?.entries.length === 0 && <NothingShown narrowed={isNarrowed(fields) && found.total > 0} clear={clear} />}
      <UndoBar />
      {found && <PrintedHistory found={found} />}
    </section>
  );
}

const NO_ENTRIES: readonly never[] = [];

/** Where the focus goes when the view opens, so that a screen reader says where it is. */
function Title({ children }: { children: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    title.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h2 ref={title} id={HISTORY_TITLE_ID} tabIndex={-1} className={styles.title}>
      {children}
    </h2>
  );
}
