import { useEffect, useRef } from "react";
import { TokenNotice } from "../access/token-notice.tsx";
import { DropOverlay } from "../drop/drop-overlay.tsx";
import { useIntake } from "../drop/use-intake.ts";
import { useWindowDrop } from "../drop/use-window-drop.ts";
import { GatewayNotice } from "../frame/gateway-notice.tsx";
import { useFocusBack, useHistoryShown, useUploadsShownFor } from "../history/history-route.ts";
import { LazyHistory } from "../history/lazy-history.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { ProgressAnnouncer } from "../summary/progress-announcer.tsx";
import { useSnapshot } from "../use-engine.ts";
import styles from "./embed.module.css";
import { EmbedBar } from "./embed-bar.tsx";
import { EmbedDropZone } from "./embed-drop-zone.tsx";
import { useEmbedHost, useEmbedSettings } from "./embed-host.ts";
import { EmbedList } from "./embed-list.tsx";
import { EmbedTools } from "./embed-tools.tsx";
import { useChosen } from "./use-chosen.ts";

/** As much of the page as a form needs: the way in, the files, and the way back to the host. */
export function EmbedPage() {
  const intake = useIntake();
  const dragged = useWindowDrop(intake);
  const hasRows = useSnapshot().ids.length > 0;
  const chosen = useChosen();
  const content = useContentHeight();
  const { config, linked } = useEmbedSettings();
  const { t } = useLocalization();
  const historyShown = useHistoryShown() && config.history === true;
  useFocusBack(historyShown);
  useUploadsShownFor(intake.arrivals);

  return (
    <div className={styles.page} ref={content}>
      {/* Named, since the page around the frame has a main part of its own. */}
      <main className={styles.main} aria-label={t.drop.choose}>
        <GatewayNotice />
        {/* Where a host has answered, a token is its to give; nobody should type one into its page. */}
        {!linked && <TokenNotice forgetful />}
        <EmbedTools />
        {historyShown ? (
          <LazyHistory />
        ) : (
          <>
            <EmbedDropZone intake={intake} compact={hasRows} />
            {hasRows && (
              <>
                <EmbedList chosen={chosen} />
                <EmbedBar chosen={chosen} />
              </>
            )}
          </>
        )}
      </main>
      <ProgressAnnouncer />
      {dragged && <DropOverlay />}
    </div>
  );
}

function useContentHeight() {
  const { watchHeight } = useEmbedHost();
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => (content.current ? watchHeight(content.current) : undefined), [watchHeight]);
  return content;
}
