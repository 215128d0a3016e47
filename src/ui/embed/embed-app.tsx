import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Providers } from "../providers.tsx";
import type { AppServices } from "../services.tsx";
import { type EmbedHost, EmbedHostContext } from "./embed-host.ts";
import { EmbedPage } from "./embed-page.tsx";

interface EmbedAppProps {
  services: AppServices;
  queryClient: QueryClient;
  host: EmbedHost;
}

/** The page inside somebody else's page. */
export function EmbedApp({ services, queryClient, host }: EmbedAppProps) {
  const { locale } = useSyncExternalStore(host.subscribe, host.getSettings);
  return (
    <EmbedHostContext value={host}>
      <Providers services={services} queryClient={queryClient} language={locale}>
        <EmbedPage />
      </Providers>
    </EmbedHostContext>
  );
}
