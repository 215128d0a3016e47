import { LINK_FORMATS, type LinkFormat } from "../../contract/link-format.ts";
import form from "../controls/form.module.css";
import { useLocalization } from "../i18n/context.tsx";
import { usePreferences } from "../settings/use-preferences.ts";

/** The form in which links are copied, beside the button that copies them. */
export function FormatSelect() {
  const { t } = useLocalization();
  const [{ format }, change] = usePreferences();
  return (
    <select
      className={form.select}
      aria-label={t.format.label}
      value={format}
      onChange={(event) => {
        const chosen = LINK_FORMATS.find((option): option is LinkFormat => option === event.currentTarget.value);
        if (chosen) change({ format: chosen });
      }}
    >
      {LINK_FORMATS.map((option) => (
        <option key={option} value={option}>
          {t.format[option]}
        </option>
      ))}
    </select>
  );
}
