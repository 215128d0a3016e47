import { systemCode } from "../../store/system-error.ts";

/**
 * Why something failed, for a log or a finding; never empty. A host with several addresses fails with an AggregateError,
 * whose own message Node leaves empty: each address's is told.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0)
    return [...new Set(error.errors.map(reasonOf))].join("; ");
  // OpenSSL's end with a line break.
  const message = error.message.trim();
  if (message !== "") return message;
  return systemCode(error) ?? error.name;
}
