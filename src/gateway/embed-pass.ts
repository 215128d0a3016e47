import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { EMBED_PASS_HEADER } from "../contract/embed-protocol.ts";
import { clientGroup, type FindClient } from "./limits/client-address.ts";
import { createSealedBox } from "./sealed-box.ts";

/** How long a pass is good, in ms: a form that was opened in the morning is still good in the evening. */
export const PASS_LIFETIME_MS = 12 * 3_600_000;

const PURPOSE = "cosdrop embed pass v1";

const Pass = v.object({
  client: v.string(),
  /** ms since the epoch. */
  expires: v.number(),
});

/**
 * Passes for frames without an origin (a sandbox without `allow-same-origin`). Their requests say `Origin: null`, which
 * a sandboxed frame on any site says too. A pass shows that the request comes from a page that this gateway has sent:
 * it stands in the HTML of /embed alone, which nobody but that page can read, and which only listed sites may frame.
 */
export interface EmbedPasses {
  /** A new pass, good for this client. */
  issue(req: IncomingMessage): string;
  /** Whether the request shows a pass that is good now, for the client that it was given to. */
  isShown(req: IncomingMessage): boolean;
}

/**
 * A pass counts for one client address, so that a site's server cannot fetch one and hand it to all its visitors.
 * @param secret shared by all gateways that serve one page; a random one when absent.
 * @param now ms since the epoch.
 */
export function createEmbedPasses(
  secret: string | undefined,
  findClient: FindClient,
  now: () => number = Date.now,
): EmbedPasses {
  const box = createSealedBox(PURPOSE, secret);
  const clientOf = (req: IncomingMessage) => {
    const { address, local } = findClient(req);
    // A browser on this machine may come by IPv4 once and by IPv6 another time.
    return local ? "local" : clientGroup(address);
  };
  return {
    issue: (req) => box.seal(JSON.stringify({ client: clientOf(req), expires: now() + PASS_LIFETIME_MS })),
    isShown(req) {
      const shown = req.headers[EMBED_PASS_HEADER];
      if (typeof shown !== "string") return false;
      const pass = v.safeParse(v.pipe(v.string(), v.parseJson(), Pass), box.open(shown)?.text);
      return pass.success && pass.output.expires > now() && pass.output.client === clientOf(req);
    },
  };
}
