import type { BackendHealth } from "../backend/backend.ts";
import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import type { Upstream } from "../outgoing/upstream.ts";

/** An answer is used for so long, however often somebody looks; ms. */
const REMEMBERED_MS = 10_000;
/** How long a bucket may take for an answer, in ms: a load balancer's own question waits for it. */
const DEADLINE_MS = 3_000;

/**
 * Whether a bucket is there and answers. The question is unsigned: that it is refused does not matter, but 404 says that
 * there is no such bucket (COS documentation, HEAD Bucket).
 */
export class Reachability {
  readonly #upstream: Upstream;
  readonly #url: URL;
  #latest: { readonly at: number; readonly health: Promise<BackendHealth> } | undefined;

  constructor(upstream: Upstream, url: URL) {
    this.#upstream = upstream;
    this.#url = url;
  }

  health(): Promise<BackendHealth> {
    if (this.#latest === undefined || performance.now() - this.#latest.at > REMEMBERED_MS)
      this.#latest = { at: performance.now(), health: this.#ask() };
    return this.#latest.health;
  }

  async #ask(): Promise<BackendHealth> {
    const headers = { host: this.#url.host };
    try {
      const { status } = await ask(this.#upstream, this.#url, {
        method: "HEAD",
        headers,
        deadlineMs: DEADLINE_MS,
        cap: ANSWER_CAP,
      });
      const failure = status === 404 ? "no such bucket (HTTP 404)" : status >= 500 ? `HTTP ${status}` : undefined;
      return { ok: failure === undefined, details: { bucket: { state: failure ?? "reachable" } } };
    } catch (error) {
      return { ok: false, details: { bucket: { state: reasonOf(error) } } };
    }
  }
}
