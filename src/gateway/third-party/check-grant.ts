import { isShowableLink, type SignData, type SignRequest } from "../../contract/sign.ts";
import type { Refusal } from "../http/refusals.ts";
import { type AllowedDestinations, readDestination } from "../relay/destination.ts";
import { destinationRefused } from "../relay/relay-refusals.ts";
import { readSignedHeaders } from "../relay/signed-headers.ts";
import { type RelayGrant, ticketExpiry } from "../relay/ticket.ts";
import { signatureEnded, signNonsense } from "./sign-refusals.ts";

/** What this gateway would relay of a sign answer, or why it would not. */
export type GrantVerdict =
  | { readonly ok: true; readonly grant: RelayGrant }
  /** `why` is for the log, and repeats no value that the sign API sent. */
  | { readonly ok: false; readonly refusal: Refusal; readonly why: string };

/** `why` of a signature that cannot be used any more: usually a clock is wrong, ours or theirs. */
export const SIGNATURE_ENDED = "its signature has ended already: compare the clocks";

/** Holds a sign answer to what this gateway is willing to do: where to, with which headers, and which link to show. */
export function checkGrant(data: SignData, request: SignRequest, allowed: AllowedDestinations): GrantVerdict {
  const url = readDestination(data.url, allowed);
  if (url === undefined) return refuse(destinationRefused(), "its url is not an allowed destination");
  if (!isShowableLink(data.CDN, allowed.namedOrigins)) return refuse(signNonsense(), "its CDN link is plain http");
  const signed = readSignedHeaders(data.header, request, url.host);
  if (!signed.ok) return refuse(signNonsense(), signed.problem);
  const { md5, sha1, size } = request;
  const expires = ticketExpiry(signed.headers.authorization ?? "");
  // The page would only be refused its ticket, and nobody would hear of clocks.
  if (expires <= Date.now()) return refuse(signatureEnded(), SIGNATURE_ENDED);
  return { ok: true, grant: { url: url.href, headers: signed.headers, md5, sha1, size, expires } };
}

function refuse(refusal: Refusal, why: string): GrantVerdict {
  return { ok: false, refusal, why };
}
