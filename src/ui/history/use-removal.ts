import { historyId } from "../../contract/history.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { focusPastSelected } from "./focus.ts";
import { useHistory } from "./history-context.tsx";
import { undoKey } from "./undo-key.ts";
import { useHistoryMessages } from "./use-messages.ts";
import type { SelectionControls } from "./use-selection.ts";

/** Deletes what is selected, and says so. What goes wrong shows in the problem notice. */
export function useRemoveSelected({ entries, clear }: SelectionControls): () => void {
  const history = useHistory();
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const announce = useAnnounce();
  return () => {
    if (entries.length === 0) return;
    focusPastSelected();
    history.remove(entries.map(historyId)).then(
      () => {
        clear();
        announce(m.removedSaid(m.removed(entries.length, formats.number(entries.length)), undoKey()));
      },
      () => undefined,
    );
  };
}

/** Brings back what was deleted last, and says so. */
export function useUndo(): () => void {
  const history = useHistory();
  const m = useHistoryMessages();
  const announce = useAnnounce();
  return () => {
    if (history.undoable() === 0) return;
    history.undo().then(
      () => announce(m.undone),
      () => undefined,
    );
  };
}
