import type { BackendHealth } from "../backend/backend.ts";
import type { SignApiOutcome } from "./ask-sign-api.ts";

/** For so long a failure is taken for the state of the sign API; then nobody knows, and that is not a failure. In ms. */
const FAILURE_COUNTS_MS = 60_000;

const CONTACT_FAILURES: readonly string[] = ["sign_unreachable", "sign_timeout", "sign_nonsense"];

/**
 * How the sign API did when it was last asked. Health checks do not ask it themselves: it is somebody else's, and a
 * question there is a signature given out.
 */
export class LastContact {
  readonly #now: () => number;
  #at: number | undefined;
  #lastAsked = "";
  #failure: string | undefined;

  /** @param now ms, of a clock that is never set. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  note(outcome: SignApiOutcome): void {
    this.#at = this.#now();
    this.#lastAsked = new Date().toISOString();
    const reason = outcome.kind === "refused" ? outcome.refusal.reason : undefined;
    this.#failure = reason !== undefined && CONTACT_FAILURES.includes(reason) ? reason : undefined;
  }

  health(): BackendHealth {
    const at = this.#at;
    if (at === undefined) return { ok: true, details: { signApi: { state: "not asked yet" } } };
    const lastAsked = this.#lastAsked;
    if (this.#failure === undefined) return { ok: true, details: { signApi: { state: "ok", lastAsked } } };
    const fresh = this.#now() - at < FAILURE_COUNTS_MS;
    return { ok: !fresh, details: { signApi: { state: this.#failure, lastAsked } } };
  }
}
