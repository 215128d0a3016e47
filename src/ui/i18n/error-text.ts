import type { Failure } from "../../contract/errors.ts";
import { enErrors } from "./en-errors.ts";
import { inLanguage, type Language } from "./language.ts";
import type { ErrorFacts, ErrorText, Messages } from "./messages.ts";
import { zhErrors } from "./zh-errors.ts";

const MINUTE_MS = 60_000;
/** Beyond that nobody means it, or it is no date at all. */
const LONGEST_PAUSE_MS = 31 * 24 * 60 * MINUTE_MS;

/** A failure's two sentences in the language of `t`. */
export function errorText(
  failure: Failure,
  { language }: Messages,
  facts: Omit<ErrorFacts, "detail" | "pauseEnd">,
): ErrorText {
  const pauseEnd = pauseEndOf(failure, language);
  return inLanguage(language, enErrors, zhErrors)[failure.code]({ ...facts, detail: failure.detail, pauseEnd });
}

/** The time of day, and of another day its date too; by the minute, and not before it is over. */
function pauseEndOf({ retryAfterMs = 0, retryAt = 0 }: Failure, language: Language): string | undefined {
  if (!(retryAfterMs >= MINUTE_MS && retryAfterMs <= LONGEST_PAUSE_MS)) return undefined;
  const end = new Date(Math.ceil(retryAt / MINUTE_MS) * MINUTE_MS);
  const isToday = end.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(language, {
    ...(!isToday && { month: "short", day: "numeric" }),
    hour: inLanguage(language, "numeric", "2-digit"),
    minute: "2-digit",
  });
  return format.format(end);
}
