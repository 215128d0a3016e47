import { HistoryButton } from "../history/history-button.tsx";
import { SettingsButton } from "../settings/settings-button.tsx";
import styles from "./embed.module.css";
import { useEmbedConfig } from "./embed-host.ts";

/** The history and the settings, where the host has asked for them. */
export function EmbedTools() {
  const { history, settings } = useEmbedConfig();
  if (!history && !settings) return null;
  return (
    <div className={styles.tools}>
      {history && <HistoryButton />}
      {settings && <SettingsButton />}
    </div>
  );
}
