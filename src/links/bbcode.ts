import type { LinkSubject } from "./link-subject.ts";
import { plainUrl } from "./plain-text.ts";

/**
 * `[img]url[/img]`. BBCode has no escape, and boards differ in the attributes they know: so the name is left out, and
 * square brackets in the link are percent-encoded, where no tag can begin or end.
 */
export function bbcodeImage({ url }: LinkSubject): string {
  return `[img]${plainUrl(url)}[/img]`;
}
