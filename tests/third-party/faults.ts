/** What the sign API can be told to do wrong. */
export const SIGN_FAULTS = [
  "refuse",
  "refuse-under-500",
  "busy",
  "busy-page",
  "busy-in-other-words",
  "maintenance",
  "maintenance-page",
  "status-500",
  "reset",
  "silent",
  "drip",
  "redirect",
  "redirect-to-login",
  "redirect-with-grant",
  "fail-with-grant",
  "endless",
  "malformed",
  "not-an-envelope",
  "page",
  "gzip",
  "byte-order-mark",
  "expired",
  "lie-length",
  "lie-md5",
  "foreign-host",
  "smuggle-transfer-encoding",
  "smuggle-cookie",
  "smuggle-line-break",
  "foreign-url",
  "script-link",
  "plain-link",
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
  "page-instead",
  "names-another",
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

/** Faults that come by chance, whatever else was ordered: to the sign API and to the store alike. */
export interface Chance {
  /** 0 to 1, of all requests. */
  readonly share: number;
  readonly sign: readonly SignFault[];
  readonly put: readonly PutFault[];
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

/** Orders of faults; tests change them while the server runs. */
export class Faults {
  #sign: Ordered<SignFault> | undefined;
  #put: Ordered<PutFault> | undefined;
  #chance: Chance | undefined;
  /** How many came by chance. */
  met = 0;
  slowBytesPerSecond = 256 * 1024;

  sign(fault: SignFault, times = Number.POSITIVE_INFINITY): void {
    this.#sign = { fault, times };
  }
  put(fault: PutFault, times = Number.POSITIVE_INFINITY): void {
    this.#put = { fault, times };
  }
  atRandom(chance: Chance): void {
    this.#chance = chance;
  }
  /** No faults any more. */
  heal(): void {
    this.#sign = undefined;
    this.#put = undefined;
    this.#chance = undefined;
  }
  nextSign(): SignFault | undefined {
    return take(this.#sign) ?? this.#draw(({ sign }) => sign);
  }
  nextPut(): PutFault | undefined {
    return take(this.#put) ?? this.#draw(({ put }) => put);
  }

  #draw<F>(of: (chance: Chance) => readonly F[]): F | undefined {
    const chance = this.#chance;
    if (chance === undefined || chance.random() >= chance.share) return undefined;
    this.met += 1;
    const faults = of(chance);
    return faults[Math.floor(chance.random() * faults.length)];
  }
}

function take<F>(ordered: Ordered<F> | undefined): F | undefined {
  if (ordered === undefined || ordered.times <= 0) return undefined;
  ordered.times -= 1;
  return ordered.fault;
}
