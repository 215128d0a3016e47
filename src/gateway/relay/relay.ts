import type { IncomingMessage } from "node:http";
import { DEFAULT_LIMITS, type StoreLimits } from "../../store/limits.ts";
import type { Refusal } from "../http/refusals.ts";
import { ANSWER_CAP } from "../outgoing/exchange.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { forwardBody, RelayFailure } from "./forward-body.ts";
import { compareObject } from "./same-object.ts";
import { keptHeaders, refuseSuccess, translateRefusal } from "./store-answer.ts";
import { createTicketBox, type RelayGrant, type TicketBox } from "./ticket.ts";
import { UsedTickets } from "./used-tickets.ts";

/** What a relay sends by, and as whom. */
export interface RelayOptions {
  readonly upstream: Upstream;
  readonly ticketSecret: string | undefined;
  /** Headers that let a HEAD of this URL through; empty where nobody here can sign. */
  readonly signHead: (url: URL) => Readonly<Record<string, string>>;
  /** Whether an object's key names its content, so that no other can be under it; not so when absent. */
  readonly keyNamesContent?: boolean;
  /** How slow a client may be. */
  readonly limits?: StoreLimits;
}

/** What a finished upload tells the page. */
export interface Relayed {
  /** ETag, x-cos-request-id, crc64. */
  readonly headers: Readonly<Record<string, string>>;
  /** It was there already. */
  readonly existed: boolean;
}

/** Takes bytes for places that a sign answer named, and nowhere else. */
export class Relay {
  readonly tickets: TicketBox;
  readonly used = new UsedTickets();
  readonly #options: RelayOptions;
  readonly #limits: StoreLimits;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.tickets = createTicketBox(options.ticketSecret);
  }

  /**
   * Sends a client's body where the grant says.
   * @throws RelayFailure
   */
  async send(grant: RelayGrant, from: IncomingMessage, onBytes: (count: number) => void): Promise<Relayed> {
    const { upstream, signHead, keyNamesContent = false } = this.#options;
    const url = new URL(grant.url);
    const { answer, whole } = await forwardBody({
      from,
      grant,
      send: (body, onHead) =>
        upstream.open(url, { method: "PUT", headers: grant.headers, body, cap: ANSWER_CAP, onHead }),
      limits: this.#limits,
      onBytes,
    });
    if (answer.status === 200 && whole) {
      const refusal = refuseSuccess(answer, grant.md5);
      if (refusal !== undefined) throw saidByStore(refusal);
      return { headers: keptHeaders(answer), existed: false };
    }
    const refusal = translateRefusal(answer);
    if (answer.status === 409) {
      const found = await compareObject(upstream, url, signHead(url), { ...grant, keyNamesContent });
      // Where nobody may ask which one, its key tells, if the store has just said that there is one.
      const named = keyNamesContent && refusal.reason === "already_exists";
      if (found === "same" || (found === "unknown" && named))
        return { headers: { ...keptHeaders(answer), etag: `"${grant.md5}"` }, existed: true };
    }
    throw saidByStore(refusal);
  }
}

function saidByStore(refusal: Refusal): RelayFailure {
  return new RelayFailure(refusal, { why: refusal.tips });
}
