import { askedTarget } from "../../contract/conversion.ts";
import type { UploadFile } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import { useRules } from "../use-rules.ts";
import { convertText } from "./convert-text.ts";
import { focusOwnRow } from "./focus.ts";
import styles from "./list.module.css";

/** Types that are seldom accepted, and that can be converted here whatever the browser is. */
const CONVERTIBLE = "image/heic";

/** The way out for a picture whose type is refused: converted, it goes up. */
export function ConvertButton({ file }: { file: UploadFile }) {
  const { convert } = useServices();
  const { t } = useLocalization();
  const [{ conversion }] = usePreferences();
  const accept = useRules().policy?.accept;
  const { state, blob } = file;
  const refused = state.stage === "failed" && state.failure.code === "type_not_accepted" ? state.failure : undefined;
  if (refused?.detail !== CONVERTIBLE || !blob || !askedTarget(conversion, accept)) return null;
  return (
    <button
      type="button"
      className={styles.inline}
      onClick={(event) => {
        focusOwnRow(event.currentTarget);
        convert(file);
      }}
    >
      {convertText(t)}
    </button>
  );
}
