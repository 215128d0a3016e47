import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AnnouncerProvider } from "./announcer.tsx";
import { CopyProvider } from "./copy/copy-context.tsx";
import { CrashBoundary } from "./frame/crash-boundary.tsx";
import { LocalizationProvider } from "./i18n/context.tsx";
import { type AppServices, ServicesContext } from "./services.tsx";

interface ProvidersProps {
  services: AppServices;
  queryClient: QueryClient;
  /** A BCP 47 tag that somebody else has chosen, such as the page around a frame; the browser's own where absent. */
  language?: string | undefined;
  children: ReactNode;
}

/** What every page of ours stands on. */
export function Providers({ services, queryClient, language, children }: ProvidersProps) {
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={queryClient}>
        <LocalizationProvider language={language}>
          <CrashBoundary>
            <AnnouncerProvider>
              <CopyProvider>{children}</CopyProvider>
            </AnnouncerProvider>
          </CrashBoundary>
        </LocalizationProvider>
      </QueryClientProvider>
    </ServicesContext>
  );
}
