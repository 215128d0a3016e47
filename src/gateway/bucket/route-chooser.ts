import type { Log } from "../log/log.ts";
import type { PreflightVerdict } from "./preflight.ts";

/** How long a bucket's answer is taken for its state, in ms: an operator who mends the CORS rule should not wait long. */
export const REPROBE_MS = 5 * 60_000;

/** A bucket that did not answer is asked again after, in ms: it may be back in a moment. */
export const RETRY_MS = 10_000;

interface Probe {
  /** When to ask again, ms. */
  again: number;
  readonly verdict: Promise<PreflightVerdict>;
}

/**
 * Direct where the bucket lets pages of an origin put, the relay elsewhere. The first question about an origin waits for
 * the bucket; an old answer is used while a new one is on its way, and stays where the bucket gives none.
 */
export class RouteChooser {
  readonly #probe: (origin: string) => Promise<PreflightVerdict>;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #latest = new Map<string, Probe>();
  readonly #known = new Map<string, PreflightVerdict>();

  constructor(
    probe: (origin: string) => Promise<PreflightVerdict>,
    log: Log,
    now: () => number = () => performance.now(),
  ) {
    this.#probe = probe;
    this.#log = log;
    this.#now = now;
  }

  /** @param origin of a page that may use this gateway: each new one is remembered. */
  async isDirect(origin: string): Promise<boolean> {
    const latest = this.#latest.get(origin);
    const fresh = latest !== undefined && this.#now() < latest.again;
    const probing = fresh ? latest.verdict : this.#ask(origin);
    const verdict = this.#known.get(origin) ?? (await probing);
    return verdict.allowed;
  }

  #ask(origin: string): Promise<PreflightVerdict> {
    const asked = this.#now();
    const verdict = this.#probe(origin).then((found) => {
      const unanswered = !found.allowed && found.unanswered === true;
      if (unanswered) probe.again = asked + RETRY_MS;
      const known = this.#known.get(origin);
      if (unanswered && known !== undefined) return known;
      this.#tell(origin, found);
      this.#known.set(origin, found);
      return found;
    });
    const probe: Probe = { again: asked + REPROBE_MS, verdict };
    this.#latest.set(origin, probe);
    return verdict;
  }

  #tell(origin: string, found: PreflightVerdict): void {
    if (this.#known.get(origin)?.allowed === found.allowed) return;
    const why = found.allowed ? undefined : found.why;
    const route = found.allowed ? "straight to the bucket" : "through the relay";
    this.#log.info({ origin, ...(why && { why }) }, `uploads go ${route}`);
  }
}
