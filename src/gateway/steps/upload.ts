import { EXISTED_HEADER, RELAY_PREFIX } from "../../contract/sign.ts";
import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { watchHalfClosed } from "../http/half-closed.ts";
import { methodNotAllowed, type Refusal } from "../http/refusals.ts";
import { RelayFailure } from "../relay/forward-body.ts";
import type { Relay } from "../relay/relay.ts";
import { lengthMismatch, lengthNeeded, ticketRefused } from "../relay/relay-refusals.ts";
import type { RelayGrant, Ticket } from "../relay/ticket.ts";

/** What is counted of the relay. */
export interface RelayMeter {
  started(): void;
  bytes(count: number): void;
  ended(): void;
}

/** `PUT /upload/<ticket>`: the bytes go where the ticket says, through this process. */
export function upload(relay: Relay | undefined, meter: RelayMeter): Step {
  return async function uploadStep(exchange, next) {
    if (relay === undefined || !exchange.path.startsWith(RELAY_PREFIX)) return next();
    if (exchange.req.method !== "PUT") return refuse(exchange, methodNotAllowed(["PUT"]));
    const ticket = relay.tickets.open(exchange.path.slice(RELAY_PREFIX.length));
    const refusal = refuseAtOnce(exchange, ticket);
    if (refusal !== undefined || ticket === undefined) return refuse(exchange, refusal ?? ticketRefused());
    if (!relay.used.claim(ticket.id, ticket.grant.expires)) return refuse(exchange, ticketRefused());

    meter.started();
    const stopWatching = watchHalfClosed(exchange);
    try {
      await answerUpload(relay, exchange, ticket.grant, meter);
    } catch (error) {
      // Nothing was stored: the same ticket may be tried again until it expires.
      relay.used.release(ticket.id);
      if (!(error instanceof RelayFailure)) throw error;
      explainFailure(exchange, error);
    } finally {
      stopWatching();
      meter.ended();
    }
  };
}

/** What can be refused before a byte of the body is read. */
function refuseAtOnce({ req, search }: Exchange, ticket: Ticket | undefined): Refusal | undefined {
  if (ticket === undefined || search !== "" || ticket.grant.expires <= Date.now()) return ticketRefused();
  const { "content-length": length, "transfer-encoding": encoding } = req.headers;
  if (length === undefined || encoding !== undefined) return lengthNeeded();
  return length === String(ticket.grant.size) ? undefined : lengthMismatch();
}

async function answerUpload(relay: Relay, exchange: Exchange, grant: RelayGrant, meter: RelayMeter): Promise<void> {
  const { headers, existed } = await relay.send(grant, exchange.req, meter.bytes);
  if (existed) exchange.log.info("the object was there already");
  exchange.res.writeHead(200, {
    ...headers,
    ...(existed && { [EXISTED_HEADER]: "1" }),
    "content-length": 0,
    "cache-control": "no-store",
  });
  exchange.res.end();
}

function explainFailure(exchange: Exchange, { refusal, cause, why }: RelayFailure): void {
  const storeId = refusal.headers?.["x-cos-request-id"];
  if (cause !== undefined || why !== undefined) {
    const said = { ...(storeId && { storeId }), ...(why && { why }), ...(cause !== undefined && { err: cause }) };
    exchange.log.warn({ reason: refusal.reason, ...said }, "relay failed");
  }
  // For the log, when nobody is there any more to be told.
  exchange.refused = refusal.reason;
  if (exchange.res.headersSent || exchange.res.destroyed) return;
  refuse(exchange, refusal);
}
