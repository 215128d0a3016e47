import type { ErrorCode } from "../../contract/errors.ts";
import { enErrors } from "./en-errors.ts";
import { inLanguage } from "./language.ts";
import type { ErrorFacts, ErrorText, Messages } from "./messages.ts";
import { zhErrors } from "./zh-errors.ts";

/** A failure's two sentences in the language of `t`. */
export function errorText(code: ErrorCode, t: Messages, facts: ErrorFacts): ErrorText {
  return inLanguage(t.language, enErrors, zhErrors)[code](facts);
}
