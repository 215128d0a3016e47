import { FilterX, History, ImageUp } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { focusSearch } from "./focus.ts";
import styles from "./history.module.css";
import { showUploads } from "./history-route.ts";
import { useHistoryMessages } from "./use-messages.ts";

interface NothingShownProps {
  /** The search found nothing; without it there is nothing at all. */
  narrowed: boolean;
  /** Takes the search back. */
  clear(): void;
}

/** In place of the list where it would be empty: why, and what to do. */
export function NothingShown({ narrowed, clear }: NothingShownProps) {
  const m = useHistoryMessages();
  const { what, next } = narrowed ? m.nothingFound : m.empty;
  return (
    <div className={styles.empty}>
      {narrowed ? <FilterX aria-hidden="true" /> : <History aria-hidden="true" />}
      <h3>{what}</h3>
      <p>{next}</p>
      {narrowed ? (
        <Button
          onClick={() => {
            focusSearch();
            clear();
          }}
        >
          {m.clearFilters}
        </Button>
      ) : (
        <Button variant="primary" icon={<ImageUp />} onClick={showUploads}>
          {m.toUploads}
        </Button>
      )}
    </div>
  );
}
