/** How long the server may take to say so, in ms. */
const PATIENCE_MS = 10_000;

/** `gone`: the server answers, and does not have it any more. */
export type Served = "served" | "gone" | "unreachable";

/**
 * Whether a script of this page is still there. A name of a built script holds the digest of its text, and that text the
 * names of what it loads: where one of those is gone after a deployment, so is the script that wants it.
 */
export async function stillServed(script: string): Promise<Served> {
  try {
    const { status } = await fetch(script, {
      method: "HEAD",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (status === 404 || status === 410) return "gone";
    return status < 500 ? "served" : "unreachable";
  } catch {
    return "unreachable";
  }
}
