import { SCHEDULE_AT } from "./layout.ts";
import { rotated, type Steps } from "./steps.ts";

const STEPS = 80;
const STEPS_PER_ROUND = 20;

/** FIPS 180-4, section 4.2.1: the constant of each of the four rounds. */
export const SHA1_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;

/** The state's variables, in the order of the standard. */
export const SHA1_STATE = ["sha1A", "sha1B", "sha1C", "sha1D", "sha1E"] as const;

/** How far a step rotates `a` and `b`. */
const SHA1_ROTATIONS = [5, 30] as const;

/** The round that a step belongs to, from 0. */
export const sha1Round = (step: number) => Math.floor(step / STEPS_PER_ROUND);

/** The constant that goes with a step's schedule word. */
export const sha1Constant = (step: number) => SHA1_CONSTANTS[sha1Round(step)] ?? 0;

/**
 * The 80 steps of FIPS 180-4, section 6.1.2, each in two halves: the second is the link in the chain.
 * @param word gives the expression for schedule word plus round constant.
 */
export function sha1Steps(word: (step: number) => string): Steps {
  return Array.from({ length: STEPS }, (_, step) => {
    const [a, b, c, d, e] = rotated(SHA1_STATE, step);
    return [
      [`${e} += ${word(step)};`, ...terms(sha1Round(step), b, c, d).map((term) => `${e} += ${term};`)],
      [`${b} = rotl<u32>(${b}, ${SHA1_ROTATIONS[1]});`, `${e} += rotl<u32>(${a}, ${SHA1_ROTATIONS[0]});`],
    ];
  });
}

/** FIPS 180-4, section 4.1.1: Ch, Parity and Maj, as a sum. */
function terms(round: number, b: string, c: string, d: string): string[] {
  switch (round) {
    case 0:
      return [`${d} ^ (${b} & (${c} ^ ${d}))`];
    case 2:
      // The two sides of Maj share no bit, and the first does not wait for b.
      return [`${c} & ${d}`, `${b} & (${c} ^ ${d})`];
    default:
      return [`${b} ^ ${c} ^ ${d}`];
  }
}

/** A schedule word, from memory. */
export const scheduleWord = (step: number) => `load<u32>(${SCHEDULE_AT + 4 * step})`;
