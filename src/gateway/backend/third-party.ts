import { LONGEST_RELAY_PATH, RELAY_PREFIX } from "../../contract/sign.ts";
import type { ThirdPartyMode } from "../config/mode.ts";
import type { Resolve } from "../outgoing/guarded-lookup.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { Relay } from "../relay/relay.ts";
import { askSignApi } from "../third-party/ask-sign-api.ts";
import { checkGrant } from "../third-party/check-grant.ts";
import { LastContact } from "../third-party/last-contact.ts";
import { signNonsense } from "../third-party/sign-refusals.ts";
import type { Backend, Signing } from "./backend.ts";

/** Somebody else's sign API, and the relay for what it grants. */
export function createThirdParty(
  mode: ThirdPartyMode,
  { ticketSecret, resolve }: { ticketSecret: string | undefined; resolve?: Resolve },
): Backend {
  const { signApiUrl, namedOrigins } = mode;
  const guard = resolve === undefined ? {} : { resolve };
  const upstream = createUpstream({ namedOrigins, ...guard });
  // The operator named the sign API, so it may be anywhere.
  const signApi = createUpstream({ namedOrigins: [new URL(signApiUrl).origin], ...guard });
  const relay = new Relay({ upstream, ticketSecret, signHead: () => ({}) });
  const contact = new LastContact();

  const sign: Backend["sign"] = async (request) => {
    const outcome = await askSignApi(signApi, signApiUrl, request);
    contact.note(outcome);
    if (outcome.kind === "refused") return outcome;
    const verdict = checkGrant(outcome.data, request, mode);
    if (!verdict.ok) return { kind: "refused", ...verdict };
    const path = `${RELAY_PREFIX}${relay.tickets.seal(verdict.grant)}`;
    if (path.length > LONGEST_RELAY_PATH) return TOO_LONG;
    return { kind: "granted", data: { ...outcome.data, relay: path } };
  };
  return {
    sign,
    uploadOrigins: namedOrigins,
    relay,
    health: async () => contact.health(),
    async close() {
      upstream.close();
      signApi.close();
    },
  };
}

const TOO_LONG: Signing = { kind: "refused", refusal: signNonsense(), why: "its headers are too long for a ticket" };
