import * as v from "valibot";

/**
 * What is wrong with data that came from outside: paths and expectations only. A received value may be a secret, and is
 * never repeated.
 * @param whole what the data is called where it is wrong as a whole.
 */
export function explainIssues(issues: readonly v.BaseIssue<unknown>[], whole: string): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? whole} is not ${issue.expected ?? "valid"}`).join("; ");
}
