import * as v from "valibot";

/** A list of many wrong items is one mistake, and no line for a log. */
const MOST_TOLD = 10;

/**
 * What is wrong with data that came from outside: paths and expectations only. A received value may be a secret, and is
 * never repeated.
 * @param whole what the data is called where it is wrong as a whole.
 */
export function explainIssues(issues: readonly v.BaseIssue<unknown>[], whole: string): string {
  const told = issues.slice(0, MOST_TOLD);
  return told.map((issue) => `${v.getDotPath(issue) ?? whole} is not ${issue.expected ?? "valid"}`).join("; ");
}
