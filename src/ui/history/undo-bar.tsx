import { Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { focusTitle } from "./focus.ts";
import styles from "./history.module.css";
import { useUndoable } from "./use-history-data.ts";
import { useHistoryMessages } from "./use-messages.ts";
import { useUndo } from "./use-removal.ts";

/** The way back from a deletion, for as long as there is one. */
export function UndoBar() {
  const undoable = useUndoable();
  const undo = useUndo();
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const wasThere = useRef(false);

  useEffect(() => {
    // The button went with the last thing to undo, and took the focus along.
    if (wasThere.current && undoable === 0 && document.activeElement === document.body) focusTitle();
    wasThere.current = undoable > 0;
  }, [undoable]);

  if (undoable === 0) return null;
  return (
    <div className={styles.undo}>
      <span>{m.removed(undoable, formats.number(undoable))}</span>
      <Button icon={<Undo2 />} onClick={undo}>
        {m.undo}
      </Button>
    </div>
  );
}
