import { refusalEnvelope } from "./envelope.ts";
import type { Exchange } from "./exchange.ts";
import type { Refusal } from "./refusals.ts";

/** Answers with JSON that nobody may keep: answers here hold signatures or change with the configuration. */
export function sendJson({ res }: Exchange, status: number, body: object, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  // Node drops the body of an answer to HEAD by itself.
  res.end(bytes);
}

/** Answers with an error in the sign API's envelope. */
export function refuse(exchange: Exchange, refusal: Refusal): void {
  exchange.refused = refusal.reason;
  sendJson(exchange, refusal.status, refusalEnvelope(refusal, exchange.id), refusal.headers);
}
