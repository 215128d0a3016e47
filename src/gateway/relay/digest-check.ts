import { createHash, type Hash } from "node:crypto";
import { contentMd5 } from "../../contract/digest.ts";
import { parseAuthorization } from "../../cos/authorization.ts";
import type { RelayGrant } from "./ticket.ts";

/** Follows a body as it passes, and says at its end whether it is the promised one. */
export class DigestCheck {
  readonly #grant: RelayGrant;
  readonly #sha1 = createHash("sha1");
  readonly #md5: Hash | undefined;
  #size = 0;

  constructor(grant: RelayGrant) {
    this.#grant = grant;
    this.#md5 = storeProvesMd5(grant) ? undefined : createHash("md5");
  }

  update(piece: Buffer): void {
    this.#sha1.update(piece);
    this.#md5?.update(piece);
    this.#size += piece.length;
  }

  /** To be called once, at the end. */
  fits(): boolean {
    const { md5, sha1, size } = this.#grant;
    if (this.#size !== size || this.#sha1.digest("hex") !== sha1) return false;
    return this.#md5 === undefined || this.#md5.digest("hex") === md5;
  }
}

/**
 * Whether the store itself refuses a body whose MD5 is not the grant's, so that nobody need compute it here as well, at
 * twice the price of SHA-1. COS compares a Content-MD5 with what it received before there is an object, and answers
 * BadDigest or InvalidDigest (COS documentation, PUT Object and Error Codes); it never checks a SHA-1. Content-MD5 has to
 * be among the headers that the signature names: then the request is good for this value alone. Anything less, or a
 * signature that cannot be read, and the MD5 is computed here.
 */
export function storeProvesMd5({ headers, md5 }: Pick<RelayGrant, "headers" | "md5">): boolean {
  if (headers["content-md5"] !== contentMd5(md5)) return false;
  const signature = parseAuthorization(headers.authorization ?? "");
  return signature?.headerList.includes("content-md5") ?? false;
}
