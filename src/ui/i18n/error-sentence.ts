import type { Failure } from "../../contract/errors.ts";
import type { FilePolicy } from "../../contract/policy.ts";
import { preferredMessages } from "./context.tsx";
import { errorText } from "./error-text.ts";
import { createFormats } from "./formats.ts";

/** A failure in one text for people: what happened, and what to do next. */
export function errorSentence(
  { code, detail }: Failure,
  policy: FilePolicy | undefined,
  languages: readonly string[],
): string {
  const t = preferredMessages(languages);
  const { what, next } = errorText(code, t, { policy, detail, formats: createFormats(t.language) });
  return `${what}${t.sentenceSpace}${next}`;
}
