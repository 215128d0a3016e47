import { ImageUp } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { unbiddenTexts } from "../list/unbidden-texts.ts";
import { useServices } from "../services.tsx";
import styles from "./summary.module.css";

/** Why files wait that came by a share, and the word that sends them; what a person has paused stays so. */
export function UnbiddenNotice({ count }: { count: number }) {
  const { engine } = useServices();
  const { t, formats } = useLocalization();
  const texts = unbiddenTexts(t);

  const upload = () => {
    for (const id of engine.getSnapshot().ids) {
      const state = engine.getFile(id)?.state;
      if (state?.stage === "paused" && state.unbidden) engine.resume(id);
    }
  };

  return (
    <div className={styles.asking}>
      <p>{texts.notice(count, formats.number(count))}</p>
      <Button icon={<ImageUp />} onClick={upload}>
        {texts.upload}
      </Button>
    </div>
  );
}
