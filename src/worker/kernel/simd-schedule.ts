import { BLOCK_AT, SCHEDULE_AT } from "./layout.ts";
import type { Schedule } from "./schedule.ts";
import { SHA1_CONSTANTS, sha1Round } from "./sha1-steps.ts";
import { hex } from "./steps.ts";

/** The last eight vectors of four schedule words each; what is older is never needed again. */
const vector = (index: number) => `w${index % 8}`;
const constant = (index: number) => `k${sha1Round(4 * index)}`;

/**
 * SHA-1's message schedule four words at a time, with the round constants added (FIPS 180-4, section 6.1.2, step 1).
 * From word 32 on the recurrence is used in its doubled form, `rotl2(W[t-6] ^ W[t-16] ^ W[t-28] ^ W[t-32])`, which no
 * word of a vector needs another one of the same vector for.
 */
export const simdSchedule: Schedule = {
  declarations: [
    ...SHA1_CONSTANTS.map((constant, index) => `const k${index} = i32x4.splat(${hex(constant)});`),
    "const zero = i32x4.splat(0);",
    "const swapBytes = i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);",
    "let t = zero;",
    ...Array.from({ length: 8 }, (_, index) => `let ${vector(index)} = zero;`),
  ],
  takeBlock: Array.from({ length: 4 }, (_, index) => [
    `${vector(index)} = v128.load(input, ${16 * index});`,
    `v128.store(${BLOCK_AT + 16 * index}, ${vector(index)});`,
  ]).flat(),
  wordHasConstant: true,
  /** A vector takes as long as the four steps that use it. */
  pieces: Array.from({ length: 20 }, (_, index) => vectorPieces(index)).flat(),
};

function vectorPieces(index: number): [string[], string[], string[], string[]] {
  const w = (back: number) => vector(index - back + 80);
  const store = `v128.store(${SCHEDULE_AT + 16 * index}, i32x4.add(${w(0)}, ${constant(index)}));`;
  const rotate = (bits: number) => `v128.or(i32x4.shl(t, ${bits}), i32x4.shr_u(t, ${32 - bits}))`;
  if (index < 4) return [[], [`${w(0)} = v128.swizzle(${w(0)}, swapBytes);`], [store], []];
  if (index < 8) {
    // Word 3 needs word 0 of the same vector: it is left out first, and put in by itself.
    return [
      [`t = v128.xor(v128.shuffle<u32>(${w(1)}, zero, 1, 2, 3, 4), ${w(2)});`],
      [`t = v128.xor(v128.xor(t, v128.shuffle<u32>(${w(4)}, ${w(3)}, 2, 3, 4, 5)), ${w(4)});`],
      [`${w(0)} = ${rotate(1)};`, `t = v128.shuffle<u32>(zero, ${w(0)}, 1, 2, 3, 4);`],
      [`${w(0)} = v128.xor(${w(0)}, ${rotate(1)});`, store],
    ];
  }
  return [
    [`t = v128.xor(v128.shuffle<u32>(${w(2)}, ${w(1)}, 2, 3, 4, 5), ${w(4)});`],
    [`t = v128.xor(v128.xor(t, ${w(7)}), ${w(8)});`],
    [`${w(0)} = ${rotate(2)};`],
    [store],
  ];
}
