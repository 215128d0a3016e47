import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useHistory } from "./history-context.tsx";
import { readHistoryFile } from "./history-file.ts";
import { useTell } from "./notice.tsx";
import { useHistoryMessages } from "./use-messages.ts";

/** Takes in a history that was exported before. */
export function ImportButton() {
  const m = useHistoryMessages();
  const input = useRef<HTMLInputElement>(null);
  const [importing, setImporting] = useState(false);
  const importFile = useImport();

  const take = async (element: HTMLInputElement) => {
    const file = element.files?.[0];
    if (!file) return;
    setImporting(true);
    await importFile(file);
    setImporting(false);
    // So that choosing the same file again is a change again.
    element.value = "";
  };

  return (
    <>
      <Button
        variant="quiet"
        icon={<Upload />}
        aria-disabled={importing}
        onClick={() => importing || input.current?.click()}
      >
        {importing ? m.importing : m.import}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".json,application/json"
        data-testid="import"
        onChange={(event) => void take(event.currentTarget)}
      />
    </>
  );
}

/** Reads, merges and says what came of it. What cannot be written shows in the problem notice. */
function useImport(): (file: File) => Promise<void> {
  const history = useHistory();
  const m = useHistoryMessages();
  const { formats } = useLocalization();
  const tell = useTell();
  return async (file) => {
    tell(undefined);
    const reading = await readHistoryFile(file);
    if (reading.kind === "unreadable") {
      tell({ tone: "danger", text: m.unreadable[reading.reason] });
      return;
    }
    try {
      const merged = await history.merge(reading.entries);
      tell({ tone: "plain", text: m.imported({ ...merged, broken: reading.broken }, formats.number) });
    } catch {
      // The problem notice says it.
    }
  };
}
