import type { Preferences } from "../../contract/preferences.ts";
import { Choice } from "../controls/choice.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { FormatSetting } from "../copy/format-setting.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { ConversionSettings } from "./conversion-settings.tsx";
import styles from "./settings.module.css";
import { usePreferences } from "./use-preferences.ts";

/** Everything that a person can set; each change holds at once. */
export default function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLocalization();
  const [preferences, change] = usePreferences();
  return (
    <Dialog title={t.settings.title} onClose={onClose}>
      <section className={styles.group}>
        <h3>{t.settings.links}</h3>
        <FormatSetting />
        <Toggle
          label={t.settings.autoCopy}
          hint={t.settings.autoCopyHint}
          checked={preferences.autoCopy}
          onChange={(autoCopy) => change({ autoCopy })}
        />
      </section>
      <PrivacySettings privacy={preferences.privacy} change={change} />
      <ConversionSettings settings={preferences.conversion} onChange={(conversion) => change({ conversion })} />
      <section className={styles.group}>
        <h3>{t.settings.appearance}</h3>
        <Choice
          label={t.settings.language}
          value={preferences.language}
          options={[
            ["auto", t.settings.languageAuto],
            ["zh-CN", "中文"],
            ["en", "English"],
          ]}
          onChange={(language) => change({ language })}
        />
        <Choice
          label={t.settings.theme}
          value={preferences.theme}
          options={[
            ["system", t.settings.themeSystem],
            ["light", t.settings.themeLight],
            ["dark", t.settings.themeDark],
          ]}
          onChange={(theme) => change({ theme })}
        />
      </section>
    </Dialog>
  );
}

interface PrivacySettingsProps {
  privacy: Preferences["privacy"];
  change: (change: Partial<Preferences>) => void;
}

function PrivacySettings({ privacy, change }: PrivacySettingsProps) {
  const { t } = useLocalization();
  return (
    <section className={styles.group}>
      <h3>{t.settings.privacy}</h3>
      <Toggle
        label={t.settings.removeLocation}
        hint={t.settings.removeLocationHint}
        checked={privacy !== "off"}
        onChange={(on) => change({ privacy: on ? "location" : "off" })}
      />
      <Toggle
        label={t.settings.removeAll}
        hint={t.settings.removeAllHint}
        checked={privacy === "all"}
        disabled={privacy === "off"}
        onChange={(on) => change({ privacy: on ? "all" : "location" })}
      />
    </section>
  );
}
