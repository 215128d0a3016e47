import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AnnouncerProvider } from "./announcer.tsx";
import { ManualCopyProvider } from "./copy/manual-copy.tsx";
import { CrashBoundary } from "./frame/crash-boundary.tsx";
import { LocalizationProvider } from "./i18n/context.tsx";
import type { Messages } from "./i18n/messages.ts";
import { type AppServices, ServicesContext } from "./services.tsx";

interface ProvidersProps {
  services: AppServices;
  queryClient: QueryClient;
  /** Of the language that the page comes up in. */
  messages: Messages;
  /** A BCP 47 tag that somebody else has chosen, such as the page around a frame; the browser's own where absent. */
  locale?: string | undefined;
  children: ReactNode;
}

/** What every page of ours stands on. */
export function Providers({ services, queryClient, messages, locale, children }: ProvidersProps) {
  return (
    <ServicesContext value={services}>
      <QueryClientProvider client={queryClient}>
        <LocalizationProvider messages={messages} locale={locale}>
          <CrashBoundary>
            <AnnouncerProvider>
              <ManualCopyProvider>{children}</ManualCopyProvider>
            </AnnouncerProvider>
          </CrashBoundary>
        </LocalizationProvider>
      </QueryClientProvider>
    </ServicesContext>
  );
}
