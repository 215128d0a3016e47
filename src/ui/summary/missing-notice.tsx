import { ImagePlus } from "lucide-react";
import { useRef } from "react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import styles from "./summary.module.css";

/** How many files of an earlier page have to be chosen again, and the way to do it: each goes on in its row. */
export function MissingNotice({ count }: { count: number }) {
  const { engine, readFileList } = useServices();
  const { t, formats } = useLocalization();
  const input = useRef<HTMLInputElement>(null);

  const take = (chosen: HTMLInputElement) => {
    if (chosen.files) readFileList([...chosen.files], (batch) => engine.add(batch));
    // So that choosing the same files again is a change again.
    chosen.value = "";
  };

  return (
    <div className={styles.missing}>
      <p>{t.list.missing(count, formats.number(count))}</p>
      <Button icon={<ImagePlus />} onClick={() => input.current?.click()}>
        {t.list.chooseAgain}
      </Button>
      <input ref={input} hidden type="file" multiple onChange={(event) => take(event.currentTarget)} />
    </div>
  );
}
