import * as v from "valibot";
import { ConversionSettings } from "./conversion.ts";
import { LINK_FORMATS, MAX_TEMPLATE_LENGTH } from "./link-format.ts";

/** What is taken out of a photograph before it is hashed. */
export const PRIVACY_LEVELS = ["location", "all", "off"] as const;
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];

/** What a person has set, kept in this browser. An unknown or broken value falls back to its default, alone. */
export const Preferences = v.object({
  /** `auto` follows the browser. */
  language: v.fallback(v.picklist(["auto", "zh-CN", "en"]), "auto"),
  /** `system` follows the operating system. */
  theme: v.fallback(v.picklist(["system", "light", "dark"]), "system"),
  format: v.fallback(v.picklist(LINK_FORMATS), "url"),
  /** With `{url}`, `{name}` and so on in it. */
  template: v.fallback(v.pipe(v.string(), v.maxLength(MAX_TEMPLATE_LENGTH), v.regex(/\S/)), "{name}: {url}"),
  /** Copy every link by itself once a run is over. */
  autoCopy: v.fallback(v.boolean(), false),
  /** Single keys act on the page. */
  shortcuts: v.fallback(v.boolean(), true),
  /** `location` takes out the position, `all` every block of metadata, both without touching the picture. */
  privacy: v.fallback(v.picklist(PRIVACY_LEVELS), "location"),
  /** Conversion to another format or a smaller size, off unless switched on. */
  conversion: v.fallback(ConversionSettings, v.parse(ConversionSettings, {})),
});
export type Preferences = v.InferOutput<typeof Preferences>;

/** What holds before a person has set anything. */
export const DEFAULT_PREFERENCES: Preferences = v.parse(Preferences, {});
