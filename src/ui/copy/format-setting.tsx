import { useId, useState } from "react";
import { LINK_FORMATS, MAX_TEMPLATE_LENGTH } from "../../contract/link-format.ts";
import { formatLink } from "../../links/format-link.ts";
import { TEMPLATE_PLACEHOLDERS } from "../../links/template.ts";
import { Choice } from "../controls/choice.tsx";
import { TextField } from "../controls/text-field.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import styles from "./copy.module.css";
import { useFormatMessages } from "./format-messages.ts";

/** What the example shows: every placeholder has something to say. */
const EXAMPLE = {
  url: "https://cdn.example/p/0cc1/4fbf_c902.png",
  name: "photo.png",
  width: 1600,
  height: 1067,
  size: 51458,
  md5: "f853b39f8d7c2e617dbde77dca66d413",
  sha1: "4fbfbc28bbc4a67850fa90823fcea389fcfcd48d",
};

/** In which form links are copied, with an example of it. */
export function FormatSetting() {
  const { t } = useLocalization();
  const m = useFormatMessages();
  const [{ format, template }, change] = usePreferences();
  const [blank, setBlank] = useState<string>();
  const problem = useId();

  /** One that says nothing would copy nothing: it stands in the field, and the last one is used. */
  const take = (written: string) => {
    const says = written.trim() !== "";
    setBlank(says ? undefined : written);
    if (says) change({ template: written });
  };

  return (
    <div className={styles.setting}>
      <Choice
        label={t.format.label}
        value={format}
        options={LINK_FORMATS.map((option) => [option, t.format[option]] as const)}
        onChange={(chosen) => change({ format: chosen })}
      />
      {format === "template" && (
        <>
          <TextField
            mono
            label={m.templateLabel(TEMPLATE_PLACEHOLDERS.join(" "))}
            value={blank ?? template}
            maxLength={MAX_TEMPLATE_LENGTH}
            spellCheck={false}
            aria-invalid={blank !== undefined}
            aria-describedby={problem}
            onChange={(event) => take(event.currentTarget.value)}
          />
          {/* There before it says anything, so that a screen reader hears of it. */}
          <p id={problem} className={styles.problem} role="status">
            {blank !== undefined && m.templateEmpty(template)}
          </p>
        </>
      )}
      <p className={styles.example}>
        <span className="visually-hidden">{m.example}</span>
        {formatLink(EXAMPLE, format, template)}
      </p>
    </div>
  );
}
