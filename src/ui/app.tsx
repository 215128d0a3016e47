import type { ComponentProps } from "react";
import { TokenNotice } from "./access/token-notice.tsx";
import { DropOverlay } from "./drop/drop-overlay.tsx";
import { DropZone } from "./drop/drop-zone.tsx";
import { type Intake, useIntake } from "./drop/use-intake.ts";
import { useWindowDrop } from "./drop/use-window-drop.ts";
import { Footer } from "./frame/footer.tsx";
import styles from "./frame/frame.module.css";
import { GatewayNotice } from "./frame/gateway-notice.tsx";
import { Header } from "./frame/header.tsx";
import { useFocusBack, useHistoryShown, useUploadsShownFor } from "./history/history-route.ts";
import { LazyHistory } from "./history/lazy-history.tsx";
import { LateRunFollowers } from "./list/late-run-followers.tsx";
import { LazyUploadsView } from "./list/lazy-uploads-view.tsx";
import { Providers } from "./providers.tsx";
import { useThemeEffect } from "./settings/theme-effect.ts";
import { useConfig } from "./use-config.ts";
import { useSnapshot } from "./use-engine.ts";

type AppProps = Omit<ComponentProps<typeof Providers>, "children" | "locale">;

/** The page with all that it stands on. */
export function App(props: AppProps) {
  return (
    <Providers {...props}>
      <Page />
    </Providers>
  );
}

function Page() {
  useThemeEffect();
  const intake = useIntake();
  const dragged = useWindowDrop(intake);
  const historyShown = useHistoryShown();
  useFocusBack(historyShown);
  useUploadsShownFor(intake.arrivals);

  return (
    <div className={styles.page}>
      <Header />
      <main className={styles.main}>
        <GatewayNotice />
        <TokenNotice />
        {historyShown ? <LazyHistory /> : <Uploads intake={intake} />}
      </main>
      <Footer />
      <LateRunFollowers />
      {dragged && <DropOverlay />}
    </div>
  );
}

/** The way in, and what came in. */
function Uploads({ intake }: { intake: Intake }) {
  const { data: config } = useConfig();
  const hasRows = useSnapshot().ids.length > 0;
  return (
    <>
      <DropZone intake={intake} policy={config?.policy} compact={hasRows} />
      <LazyUploadsView wanted={hasRows} />
    </>
  );
}
