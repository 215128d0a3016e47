import { type ComponentProps, useSyncExternalStore } from "react";
import { Providers } from "../providers.tsx";
import { type EmbedHost, EmbedHostContext } from "./embed-host.ts";
import { EmbedPage } from "./embed-page.tsx";

interface EmbedAppProps extends Omit<ComponentProps<typeof Providers>, "children" | "locale"> {
  host: EmbedHost;
}

/** The page inside somebody else's page. */
export function EmbedApp({ host, ...props }: EmbedAppProps) {
  const { locale } = useSyncExternalStore(host.subscribe, host.getSettings);
  return (
    <EmbedHostContext value={host}>
      <Providers {...props} locale={locale}>
        <EmbedPage />
      </Providers>
    </EmbedHostContext>
  );
}
