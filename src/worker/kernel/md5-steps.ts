import { BLOCK_AT } from "./layout.ts";
import { hex, rotated, type Steps } from "./steps.ts";

/** RFC 1321, section 3.4: one row for each of the four rounds, used in turn. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** RFC 1321, section 3.4: which word of the block a round's step takes, as `(factor * step + start) mod 16`. */
const WORD_ORDER = [
  { factor: 1, start: 0 },
  { factor: 5, start: 1 },
  { factor: 3, start: 5 },
  { factor: 7, start: 0 },
] as const;

const STEPS = 64;
const STEPS_PER_ROUND = 16;

/** The state's variables, in the order of the RFC. */
export const MD5_STATE = ["md5A", "md5B", "md5C", "md5D"] as const;

/** Holds the round function's value, or what of it is known before the step before has ended. */
const F = "md5F";
/** Variables besides the state. */
export const MD5_VARIABLES = [F] as const;

/** RFC 1321, section 3.4: the table T, from the sine. */
const constant = (step: number) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);

/** How far a step rotates. */
function md5Rotation(step: number): number {
  return ROTATIONS[Math.floor(step / STEPS_PER_ROUND)]?.[step % 4] ?? 0;
}

/**
 * The 64 steps, each in two halves. The first half needs little of the step before, the second is the link in the
 * chain: every cycle in it counts 64 times, so as much as can be stands in the first.
 */
export function md5Steps(): Steps {
  return Array.from({ length: STEPS }, (_, step) => {
    const round = Math.floor(step / STEPS_PER_ROUND);
    const [a, b, c, d] = rotated(MD5_STATE, step);
    const { factor, start } = WORD_ORDER[round] ?? WORD_ORDER[0];
    const word = (factor * step + start) % 16;
    const { early, late } = roundFunction(round, step, b, c, d);
    return [
      [`${a} = ${a} + ${hex(constant(step))} + load<u32>(${BLOCK_AT + 4 * word});`, ...early(a)],
      [`${a} = ${b} + rotl<u32>(${a} + ${late.value}, ${md5Rotation(step)});`, ...late.after],
    ];
  });
}

interface RoundFunction {
  readonly early: (a: string) => readonly string[];
  readonly late: { readonly value: string; readonly after: readonly string[] };
}

/** RFC 1321's F, G, H and I of a step, taken apart into what comes early and what must wait. */
function roundFunction(round: number, step: number, b: string, c: string, d: string): RoundFunction {
  switch (round) {
    case 0:
      return { early: () => [`${F} = ${d} ^ (${b} & (${c} ^ ${d}));`], late: { value: F, after: [] } };
    case 1:
      // The two sides of G never share a bit, so they may be added one by one; only one of them waits for b.
      return { early: (a) => [`${a} += ${c} & ~${d};`], late: { value: `(${b} & ${d})`, after: [] } };
    case 2:
      // b ^ c ^ d without this step's d is the next step's c ^ d.
      return {
        early: () => [...(step === 2 * STEPS_PER_ROUND ? [`${F} = ${c} ^ ${d};`] : []), `${F} ^= ${b};`],
        late: { value: F, after: [`${F} ^= ${d};`] },
      };
    default:
      return { early: () => [`${F} = ${c} ^ (${b} | ~${d});`], late: { value: F, after: [] } };
  }
}
