import { objectKey } from "../../contract/object-key.ts";
import { RELAY_PREFIX, type SignData, type SignRequest } from "../../contract/sign.ts";
import { preflight } from "../bucket/preflight.ts";
import { Reachability } from "../bucket/reachability.ts";
import { RouteChooser } from "../bucket/route-chooser.ts";
import type { BucketMode } from "../config/mode.ts";
import type { Log } from "../log/log.ts";
import { sparingly } from "../log/sparingly.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { Relay } from "../relay/relay.ts";
import { compareObject } from "../relay/same-object.ts";
import { readSignedHeaders } from "../relay/signed-headers.ts";
import { ticketExpiry } from "../relay/ticket.ts";
import type { Backend } from "./backend.ts";
import { signHead, signPut } from "./sign-put.ts";

/** While the bucket gives no answer to a HEAD, one line in so many ms. */
const UNANSWERED_LINE_MS = 60_000;

/** The operator's own bucket: signed here, put straight into it or through the relay. */
export function createBucket(mode: BucketMode, ticketSecret: string | undefined, log: Log): Backend {
  const { origin, linkOrigin, credentials, keyPrefix, route, existsCheck } = mode;
  const upstream = createUpstream({ namedOrigins: [origin] });
  const headHeaders = (url: URL) => signHead(url, credentials);
  const relay = new Relay({ upstream, ticketSecret, signHead: headHeaders, keyNamesContent: true });
  const probeUrl = new URL(`${origin}/${keyPrefix}/preflight`);
  const withToken = credentials.securityToken !== undefined;
  const chooser = new RouteChooser((page) => preflight(upstream, probeUrl, page, withToken), log);
  const reachability = new Reachability(upstream, new URL(`${origin}/`));

  const isDirect = (page: string) => (route === "auto" ? chooser.isDirect(page) : route === "direct");
  // An expired key is refused here too, and the sign answer that follows does not show it.
  const tellUnanswered = sparingly(UNANSWERED_LINE_MS, (times, why: string) =>
    log.warn({ why, times }, "the bucket does not say whether objects are there: signed for since the last such line"),
  );
  const isThere = async (request: SignRequest, url: URL) => {
    const wanted = { ...request, keyNamesContent: true };
    return existsCheck && (await compareObject(upstream, url, headHeaders(url), wanted, tellUnanswered)) === "same";
  };

  return {
    uploadOrigins: route === "relay" ? plainHttp([linkOrigin]) : [...new Set([origin, ...plainHttp([linkOrigin])])],
    relay,
    async sign(request, { pageOrigin }) {
      const data = signPut(
        request,
        { origin, linkOrigin, key: objectKey(keyPrefix, request, request.type) },
        credentials,
      );
      if (await isThere(request, new URL(data.url))) return { kind: "granted", data: { ...data, exists: true } };
      const direct = await isDirect(pageOrigin);
      if (direct && route === "direct") return { kind: "granted", data };
      const path = sealUpload(relay, data, request);
      return { kind: "granted", data: { ...data, ...(direct ? { fallback: path } : { relay: path }) } };
    },
    health: () => reachability.health(),
    close: async () => upstream.close(),
  };
}

/** Links over plain http have to be named to the page; https ones need not. */
function plainHttp(origins: readonly string[]): string[] {
  return origins.filter((origin) => origin.startsWith("http:"));
}

function sealUpload(relay: Relay, data: SignData, request: SignRequest): string {
  const { md5, sha1, size } = request;
  const signed = readSignedHeaders(data.header, request, new URL(data.url).host);
  if (!signed.ok) throw new Error(`A PUT that was signed here is not one for the relay: ${signed.problem}.`);
  const expires = ticketExpiry(signed.headers.authorization ?? "");
  return `${RELAY_PREFIX}${relay.tickets.seal({ url: data.url, headers: signed.headers, md5, sha1, size, expires })}`;
}
