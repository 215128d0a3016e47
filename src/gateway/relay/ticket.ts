import * as v from "valibot";
import { Md5Hex, Sha1Hex } from "../../contract/digest.ts";
import { createSealedBox } from "../sealed-box.ts";

/** How long a ticket is good when the signature inside does not say when it ends, in ms. */
const TICKET_LIFETIME_MS = 300_000;

/** The longest that a ticket is good, whatever the signature says, in ms. */
const LONGEST_TICKET_LIFETIME_MS = 3_600_000;

/** One upload that this gateway has agreed to relay: where to, with which headers, and of which bytes. */
export const RelayGrant = v.object({
  url: v.string(),
  /** Of the PUT, as they were signed; Content-Length among them. */
  headers: v.record(v.string(), v.string()),
  md5: Md5Hex,
  sha1: Sha1Hex,
  /** Bytes. */
  size: v.number(),
  /** ms since the epoch. */
  expires: v.number(),
});
export type RelayGrant = v.InferOutput<typeof RelayGrant>;

/** A grant that came back, with the id of the ticket that it was in. */
export interface Ticket {
  readonly id: string;
  readonly grant: RelayGrant;
}

/** Seals grants so that only a gateway with the same secret can read or make them. */
export interface TicketBox {
  seal(grant: RelayGrant): string;
  /** `undefined` for what was not sealed with this secret, or not unchanged. Expired ones are opened. */
  open(ticket: string): Ticket | undefined;
}

const SealedGrant = v.pipe(v.string(), v.parseJson(), RelayGrant);

const PURPOSE = "cosdrop relay ticket v1";

/** @param secret shared by all gateways that serve one page; a random one when absent. */
export function createTicketBox(secret?: string): TicketBox {
  const box = createSealedBox(PURPOSE, secret);
  return {
    seal: (grant) => box.seal(JSON.stringify(grant)),
    open(ticket) {
      const opened = box.open(ticket);
      const grant = readGrant(opened?.text);
      return opened === undefined || grant === undefined ? undefined : { id: opened.id, grant };
    },
  };
}

function readGrant(json: string | undefined): RelayGrant | undefined {
  const parsed = v.safeParse(SealedGrant, json);
  return parsed.success ? parsed.output : undefined;
}

/**
 * When a ticket for this signature ends, in ms since the epoch: with the signature, where it says so.
 * @param authorization the signed PUT's Authorization header.
 */
export function ticketExpiry(authorization: string, now = Date.now()): number {
  const [, end] = /(?:^|&)q-sign-time=\d{1,11};(\d{1,11})(?:&|$)/.exec(authorization) ?? [];
  const signatureEnd = end === undefined ? now + TICKET_LIFETIME_MS : Number(end) * 1000;
  return Math.min(signatureEnd, now + LONGEST_TICKET_LIFETIME_MS);
}
