import { FolderUp, ImagePlus } from "lucide-react";
import { useMemo, useRef } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useShortcuts } from "../shortcuts/use-shortcuts.ts";
import type { Intake } from "./use-intake.ts";

/** Known to every browser, but not to React's types. */
const DIRECTORY = { webkitdirectory: "" };

interface PickersProps {
  takeFiles: Intake["takeFiles"];
  /** MIME types that the file dialog offers. */
  accept: readonly string[] | undefined;
  primary: boolean;
  className: string | undefined;
  /** One picture is wanted, so no folder can be chosen. */
  one?: boolean;
  /** The O key opens the file dialog. */
  shortcut?: boolean;
}

/** The buttons that open the browser's dialogs for files and for a folder. */
export function Pickers({ takeFiles, accept, primary, className, one = false, shortcut = false }: PickersProps) {
  const { t } = useLocalization();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = (input: HTMLInputElement) => {
    if (input.files) takeFiles([...input.files]);
    // So that choosing the same file again is a change again.
    input.value = "";
  };

  const keys = useMemo(() => (shortcut ? { o: () => files.current?.click() } : {}), [shortcut]);
  useShortcuts(keys);

  return (
    <div className={className}>
      <Button
        data-way-in
        variant={primary ? "primary" : "plain"}
        icon={<ImagePlus />}
        onClick={() => files.current?.click()}
      >
        {one ? t.embed.chooseOne : t.drop.choose}
      </Button>
      <input
        ref={files}
        hidden
        type="file"
        multiple={!one}
        accept={accept?.join(",")}
        data-testid="files"
        onChange={(event) => take(event.currentTarget)}
      />
      {!one && (
        <>
          <Button variant="quiet" icon={<FolderUp />} onClick={() => folder.current?.click()}>
            {t.drop.chooseFolder}
          </Button>
          <input
            ref={folder}
            hidden
            type="file"
            {...DIRECTORY}
            data-testid="folder"
            onChange={(event) => take(event.currentTarget)}
          />
        </>
      )}
    </div>
  );
}
