import { use } from "react";
import { LICENSES_PATH } from "../../contract/licenses.ts";
import type { Preferences } from "../../contract/preferences.ts";
import { Choice } from "../controls/choice.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { FormatSetting } from "../copy/format-setting.tsx";
import { EmbedHostContext } from "../embed/embed-host.ts";
import { useLocalization } from "../i18n/context.tsx";
import { ConversionSettings } from "./conversion-settings.tsx";
import styles from "./settings.module.css";
import { useSettingsMessages } from "./settings-messages.ts";
import { usePreferences } from "./use-preferences.ts";

/** Everything that a person can set; each change holds at once. A frame has no copying by itself. */
export default function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLocalization();
  const m = useSettingsMessages();
  const [preferences, change] = usePreferences();
  const inFrame = use(EmbedHostContext) !== undefined;
  return (
    <Dialog title={t.settings} onClose={onClose}>
      <section className={styles.group}>
        <h3>{m.links}</h3>
        <FormatSetting />
        {inFrame || (
          <Toggle
            label={m.autoCopy}
            hint={m.autoCopyHint}
            checked={preferences.autoCopy}
            onChange={(autoCopy) => change({ autoCopy })}
          />
        )}
      </section>
      <PrivacySettings privacy={preferences.privacy} change={change} />
      <ConversionSettings settings={preferences.conversion} onChange={(conversion) => change({ conversion })} />
      <AppearanceSettings preferences={preferences} change={change} />
      {inFrame || (
        <a className={styles.licenses} href={LICENSES_PATH} target="_blank" rel="noopener">
          {m.licenses}
        </a>
      )}
    </Dialog>
  );
}

interface AppearanceSettingsProps {
  preferences: Preferences;
  change: (change: Partial<Preferences>) => void;
}

/** In a frame, the host has the colours, and the language where it named one. */
function AppearanceSettings({ preferences, change }: AppearanceSettingsProps) {
  const m = useSettingsMessages();
  const host = use(EmbedHostContext);
  if (host?.getSettings().locale !== undefined) return null;
  return (
    <section className={styles.group}>
      <h3>{m.appearance}</h3>
      <Choice
        label={m.language}
        value={preferences.language}
        options={[
          ["auto", m.languageAuto],
          ["zh-CN", "中文"],
          ["en", "English"],
        ]}
        languageOf={(language) => (language === "auto" ? undefined : language)}
        onChange={(language) => change({ language })}
      />
      {host === undefined && (
        <Choice
          label={m.theme}
          value={preferences.theme}
          options={[
            ["system", m.themeSystem],
            ["light", m.themeLight],
            ["dark", m.themeDark],
          ]}
          onChange={(theme) => change({ theme })}
        />
      )}
    </section>
  );
}

interface PrivacySettingsProps {
  privacy: Preferences["privacy"];
  change: (change: Partial<Preferences>) => void;
}

function PrivacySettings({ privacy, change }: PrivacySettingsProps) {
  const m = useSettingsMessages();
  return (
    <section className={styles.group}>
      <h3>{m.privacy}</h3>
      <Toggle
        label={m.removeLocation}
        hint={m.removeLocationHint}
        checked={privacy !== "off"}
        onChange={(on) => change({ privacy: on ? "location" : "off" })}
      />
      <Toggle
        label={m.removeAll}
        hint={m.removeAllHint}
        checked={privacy === "all"}
        disabled={privacy === "off"}
        onChange={(on) => change({ privacy: on ? "all" : "location" })}
      />
    </section>
  );
}
