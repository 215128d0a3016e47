import { createHash } from "node:crypto";
import { SNIFF_BYTES, sniffImageType } from "../contract/image-type.ts";
import { Crc64 } from "../cos/crc64.ts";

/** What is known of a body once all of it has passed. */
export interface BodyFacts {
  /** Bytes. */
  readonly size: number;
  readonly md5: string;
  readonly sha1: string;
  /** Unsigned decimal. */
  readonly crc64: string;
  /** Image type that the first bytes prove. */
  readonly imageType: string | undefined;
}

/** All digests of a body in one pass, and its first bytes for sniffing. */
export class BodyDigests {
  readonly #md5 = createHash("md5");
  readonly #sha1 = createHash("sha1");
  readonly #crc64 = new Crc64();
  #head = Buffer.alloc(0);
  #size = 0;

  update(piece: Buffer): void {
    this.#md5.update(piece);
    this.#sha1.update(piece);
    this.#crc64.update(piece);
    this.#size += piece.length;
    if (this.#head.length < SNIFF_BYTES)
      this.#head = Buffer.concat([this.#head, piece.subarray(0, SNIFF_BYTES - this.#head.length)]);
  }

  /** To be called once, at the end. */
  finish(): BodyFacts {
    return {
      size: this.#size,
      md5: this.#md5.digest("hex"),
      sha1: this.#sha1.digest("hex"),
      crc64: this.#crc64.digest(),
      imageType: sniffImageType(this.#head),
    };
  }
}
