import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { CosError } from "../cos/errors.ts";
import { STORE_FULL } from "./answers.ts";

/** Room that one PUT has been promised. */
export interface Reservation {
  /** Bytes of it that are on the disk by now. */
  wrote(bytes: number): void;
  /** The object stays: so many bytes more are in use. Negative when it replaced a larger one. */
  keep(bytes: number): void;
  /** Gives back what was promised. To be called exactly once, whatever happened. */
  release(): void;
}

/** Keeps all PUTs together within the quota and the disk, by promising each its length before it writes. */
export class Space {
  readonly #path: string;
  readonly #maxBytes: number | undefined;
  #used: number;
  #promised = 0;
  /** Part of `#promised` that is on the disk already, and so missing from the disk's free space. */
  #written = 0;

  /** @param used bytes of all objects now; only read when there is a quota. */
  constructor(path: string, quota: { readonly maxBytes: number | undefined; readonly used: number }) {
    this.#path = path;
    this.#maxBytes = quota.maxBytes;
    this.#used = quota.used;
  }

  /** Bytes that a PUT could be promised now. */
  async free(): Promise<number> {
    return this.#left(await statfs(this.#path));
  }

  #left({ bavail, bsize }: StatsFs): number {
    const disk = bavail * bsize - (this.#promised - this.#written);
    const quota = this.#maxBytes === undefined ? disk : this.#maxBytes - this.#used - this.#promised;
    return Math.max(0, Math.min(disk, quota));
  }

  /** @throws CosError ServiceUnavailable when there is not so much room. */
  async reserve(bytes: number): Promise<Reservation> {
    const disk = await statfs(this.#path);
    // Nothing may be awaited from here to the promise: two PUTs must not be promised the same room.
    if (this.#left(disk) < bytes) throw new CosError("ServiceUnavailable", STORE_FULL);
    this.#promised += bytes;
    let written = 0;
    return {
      wrote: (more) => {
        written += more;
        this.#written += more;
      },
      keep: (more) => {
        this.#used += more;
      },
      release: () => {
        this.#promised -= bytes;
        this.#written -= written;
      },
    };
  }
}
