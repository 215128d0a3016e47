import { RelayFailure } from "../../src/gateway/relay/forward-body.ts";
import type { Relay } from "../../src/gateway/relay/relay.ts";
import type { RelayGrant } from "../../src/gateway/relay/ticket.ts";
import { serve } from "./own-store.ts";

/** Bytes as a client's body, sent where the grant says by a relay without a gateway: what became of it, in a word. */
export async function sendThrough(relay: Relay, grant: RelayGrant, bytes: Buffer): Promise<string> {
  const front = await serve((req, res) => {
    relay
      .send(grant, req, () => undefined)
      .then(
        ({ existed }) => res.end(existed ? "existed" : "stored"),
        (error: unknown) =>
          res.end(error instanceof RelayFailure ? `${error.refusal.status} ${error.refusal.reason}` : String(error)),
      );
  });
  const answer = await fetch(front, { method: "PUT", body: new Uint8Array(bytes) });
  return answer.text();
}
