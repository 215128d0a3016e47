import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { usePreferences } from "../settings/use-preferences.ts";
import { createFormats, type Formats } from "./formats.ts";
import { inLanguage, type Language } from "./language.ts";
import { loadMessages, wantedLanguage } from "./languages.ts";
import type { Messages } from "./messages.ts";

/** How the page speaks. */
export interface Localization {
  readonly t: Messages;
  readonly formats: Formats;
  readonly other: Language;
  /** Turns to the other language. */
  toggle(): void;
}

const Context = createContext<Localization | undefined>(undefined);

interface LocalizationProviderProps {
  /** Shown until those of the wanted language are there. */
  messages: Messages;
  /** A BCP 47 tag that comes before the browser's own languages. */
  locale?: string | undefined;
  children: ReactNode;
}

/** Gives the page its language, and says so to the browser and to screen readers. */
export function LocalizationProvider({ messages, locale, children }: LocalizationProviderProps) {
  const [{ language }, change] = usePreferences();
  const t = useMessages(messages, wantedLanguage(language, locale));

  useEffect(() => {
    document.documentElement.lang = t.language;
  }, [t]);

  const value = useMemo(() => {
    const other = inLanguage<Language>(t.language, "zh-CN", "en");
    return {
      t,
      formats: createFormats(t.language),
      other,
      // Chosen only once it is there: where it cannot be fetched, the button stays what it was.
      toggle: () =>
        void loadMessages(other).then(
          () => change({ language: other }),
          () => undefined,
        ),
    };
  }, [t, change]);
  return <Context value={value}>{children}</Context>;
}

function useMessages(first: Messages, wanted: Language): Messages {
  const [shown, show] = useState(first);
  useEffect(() => {
    let stale = false;
    loadMessages(wanted).then(
      (messages) => {
        if (!stale) show(messages);
      },
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [wanted]);
  return shown;
}

/** One of two texts, or sets of texts, that come with the part that says them. */
export function useTexts<T>(en: T, zh: T): T {
  return inLanguage(useLocalization().t.language, en, zh);
}

/** The page's language, and what is said in it everywhere. */
export function useLocalization(): Localization {
  const value = use(Context);
  if (!value) throw new Error("useLocalization needs a LocalizationProvider above it");
  return value;
}
