import type { ErrorCode } from "../contract/errors.ts";
import type { ConfigSource } from "./put-route.ts";

/**
 * Whose limit a file is over: `too_large` is the gateway's own rule, and where that allows the size, it is a server on
 * the way that does not (`size_refused`), such as a proxy with a lower limit. Other codes come back as they are.
 * @param size in bytes.
 */
export async function nameSizeRefusal(
  signal: AbortSignal,
  code: ErrorCode,
  size: number,
  { config, freshConfig }: ConfigSource,
): Promise<ErrorCode> {
  if (code !== "too_large") return code;
  const { policy } = await freshConfig(signal).catch(() => config(signal));
  return size > policy.maxFileSize ? code : "size_refused";
}
