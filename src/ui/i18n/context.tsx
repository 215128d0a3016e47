import { createContext, type ReactNode, use, useEffect, useMemo } from "react";
import { usePreferences } from "../settings/use-preferences.ts";
import { en } from "./en.ts";
import { createFormats, type Formats } from "./formats.ts";
import type { Messages } from "./messages.ts";
import { zh } from "./zh.ts";

export interface Localization {
  readonly t: Messages;
  readonly formats: Formats;
  /** Turns to the other language. */
  toggle(): void;
}

const Context = createContext<Localization | undefined>(undefined);

/** The first of the browser's languages that we speak; English where we speak none. */
export function preferredMessages(languages: readonly string[]): Messages {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return zh;
    if (/^en\b/i.test(language)) return en;
  }
  return en;
}

interface LocalizationProviderProps {
  /** A BCP 47 tag that comes before the browser's own languages. */
  language?: string | undefined;
  children: ReactNode;
}

/** Gives the page its language, and says so to the browser and to screen readers. */
export function LocalizationProvider({ language, children }: LocalizationProviderProps) {
  const [{ language: chosen }, change] = usePreferences();
  const own = chosen === "auto" ? navigator.languages : [chosen];
  const t = preferredMessages(language === undefined ? own : [language]);

  useEffect(() => {
    document.documentElement.lang = t.language;
  }, [t]);

  const value = useMemo(
    () => ({
      t,
      formats: createFormats(t.language),
      toggle: () => change({ language: t === zh ? "en" : "zh-CN" }),
    }),
    [t, change],
  );
  return <Context value={value}>{children}</Context>;
}

export function useLocalization(): Localization {
  const value = use(Context);
  if (!value) throw new Error("useLocalization needs a LocalizationProvider above it");
  return value;
}
