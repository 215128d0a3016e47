import { type Formats, spaced } from "./formats.ts";

/**
 * MIME types by the names that people know, any of which will do: `PNG, JPEG, or GIF`, `PNG、JPEG 或 GIF`.
 * @param language a BCP 47 tag.
 */
export function oneOf(mimeTypes: readonly string[], { types }: Formats, language: string): string {
  return spaced(new Intl.ListFormat(language, { type: "disjunction" }).format(mimeTypes.map((type) => types([type]))));
}
