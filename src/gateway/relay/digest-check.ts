import { createHash } from "node:crypto";
import type { RelayGrant } from "./ticket.ts";

/** Follows a body as it passes, and says at its end whether it is the promised one. */
export class DigestCheck {
  readonly #md5 = createHash("md5");
  readonly #sha1 = createHash("sha1");
  #size = 0;

  update(piece: Buffer): void {
    this.#md5.update(piece);
    this.#sha1.update(piece);
    this.#size += piece.length;
  }

  /** To be called once, at the end. */
  fits({ md5, sha1, size }: Pick<RelayGrant, "md5" | "sha1" | "size">): boolean {
    return this.#size === size && this.#md5.digest("hex") === md5 && this.#sha1.digest("hex") === sha1;
  }
}
