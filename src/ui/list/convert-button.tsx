import { askedOrder, isConversionDetail, MAX_CONVERTED_BYTES } from "../../contract/conversion.ts";
import type { Failure } from "../../contract/errors.ts";
import { HEIC } from "../../contract/image-type.ts";
import type { UploadFile } from "../../engine/state.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import { useRules } from "../use-rules.ts";
import { convertText } from "./convert-text.ts";
import { focusOwnRow } from "./focus.ts";
import styles from "./list.module.css";

/** What every browser can convert, and what mostly becomes smaller by that; a GIF mostly moves. */
const SHRINKABLE: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/avif", HEIC]);

/** The way out for a picture whose type is refused, or its size: converted, it goes up. */
export function ConvertButton({ file }: { file: UploadFile }) {
  const { convert } = useServices();
  const { t } = useLocalization();
  const [{ conversion }] = usePreferences();
  const accept = useRules().policy?.accept;
  const { state, blob } = file;
  // What has digests is not prepared once more.
  if (state.stage !== "failed" || state.digests || !blob || !isWayOut(state.failure, blob)) return null;
  if (!askedOrder(conversion, accept, blob.type)) return null;
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

function isWayOut({ code, detail }: Failure, { size, type }: Blob): boolean {
  if (code === "type_not_accepted") return detail === HEIC;
  if (code !== "too_large" || isConversionDetail(detail)) return false;
  return SHRINKABLE.has(type) && size <= MAX_CONVERTED_BYTES;
}
