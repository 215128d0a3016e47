/** What the sign API can be told to do wrong. */
export const SIGN_FAULTS = [
  "refuse",
  "busy",
  "status-500",
  "reset",
  "silent",
  "drip",
  "redirect",
  "redirect-with-grant",
  "fail-with-grant",
  "endless",
  "malformed",
  "not-an-envelope",
  "expired",
  "lie-length",
  "lie-md5",
  "foreign-host",
  "smuggle-transfer-encoding",
  "smuggle-cookie",
  "smuggle-line-break",
  "foreign-url",
  "script-link",
] as const;
export type SignFault = (typeof SIGN_FAULTS)[number];

/** What the store can be told to do wrong. `slow` takes bytes at `slowBytesPerSecond`. */
export const PUT_FAULTS = [
  "internal-error",
  "slow-down",
  "reset",
  "reset-midway",
  "silent",
  "slow",
  "redirect",
  "refuse-at-once",
  "success-at-once",
  "endless",
  "malformed",
  "exists",
] as const;
export type PutFault = (typeof PUT_FAULTS)[number];

/** A fault, for the next `times` requests or for all. */
export interface Ordered<F> {
  readonly fault: F;
  times: number;
}

/** Orders of faults; tests change them while the server runs. */
export class Faults {
  #sign: Ordered<SignFault> | undefined;
  #put: Ordered<PutFault> | undefined;
  slowBytesPerSecond = 256 * 1024;

  sign(fault: SignFault, times = Number.POSITIVE_INFINITY): void {
    this.#sign = { fault, times };
  }
  put(fault: PutFault, times = Number.POSITIVE_INFINITY): void {
    this.#put = { fault, times };
  }
  /** No faults any more. */
  heal(): void {
    this.#sign = undefined;
    this.#put = undefined;
  }
  nextSign(): SignFault | undefined {
    return take(this.#sign);
  }
  nextPut(): PutFault | undefined {
    return take(this.#put);
  }
}

function take<F>(ordered: Ordered<F> | undefined): F | undefined {
  if (ordered === undefined || ordered.times <= 0) return undefined;
  ordered.times -= 1;
  return ordered.fault;
}
