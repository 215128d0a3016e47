import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { focusTitle } from "./focus.ts";
import styles from "./history.module.css";
import { useHistory } from "./history-context.tsx";
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
  return <Bar text={m.removed(undoable, formats.number(undoable))} undo={undo} />;
}

/** Nobody is hurried who is at it: it stays while the focus or the pointer is in it. */
function Bar({ text, undo }: { text: string; undo: () => void }) {
  const history = useHistory();
  const m = useHistoryMessages();
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState(false);
  const held = focused || pointed;

  useEffect(() => {
    if (!held) return;
    history.holdUndo(true);
    return () => history.holdUndo(false);
  }, [history, held]);

  return (
    <section
      className={styles.undo}
      aria-label={m.undo}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <span>{text}</span>
      <Button icon={<Undo2 />} onClick={undo}>
        {m.undo}
      </Button>
    </section>
  );
}
