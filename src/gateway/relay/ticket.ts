import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import * as v from "valibot";
import { Md5Hex, Sha1Hex } from "../../contract/digest.ts";

/** How long a ticket is good when the signature inside does not say when it ends, in ms. */
export const TICKET_LIFETIME_MS = 300_000;

/** The longest that a ticket is good, whatever the signature says, in ms. */
export const LONGEST_TICKET_LIFETIME_MS = 3_600_000;

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

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Keeps this key apart from any other that may once be made of the same secret; the version is part of it. */
const KEY_PURPOSE = "cosdrop relay ticket v1";

/** @param secret shared by all gateways that serve one page; a random one when absent. */
export function createTicketBox(secret: string | Buffer = randomBytes(KEY_BYTES)): TicketBox {
  const key = Buffer.from(hkdfSync("sha256", secret, "", KEY_PURPOSE, KEY_BYTES));
  return {
    seal(grant) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(grant), "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(ticket) {
      const bytes = Buffer.from(ticket, "base64url");
      // One ticket has one spelling: base64 forgives stray bits and characters, and each spelling would be a new id.
      if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString("base64url") !== ticket) return undefined;
      const iv = bytes.subarray(0, IV_BYTES);
      const grant = readGrant(decrypt(key, iv, bytes.subarray(IV_BYTES)));
      return grant === undefined ? undefined : { id: iv.toString("base64url"), grant };
    },
  };
}

function decrypt(key: Buffer, iv: Buffer, tagAndSealed: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, iv);
  decipher.setAuthTag(tagAndSealed.subarray(0, TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(tagAndSealed.subarray(TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

function readGrant(json: string | undefined): RelayGrant | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), RelayGrant), json);
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
