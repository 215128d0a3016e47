import { BLOCK_AT, SCHEDULE_AT } from "./layout.ts";
import type { Schedule } from "./schedule.ts";
import { scheduleWord } from "./sha1-steps.ts";

/** SHA-1's message schedule word by word, for browsers without SIMD (FIPS 180-4, section 6.1.2, step 1). */
export const scalarSchedule: Schedule = {
  declarations: [],
  takeBlock: Array.from({ length: 8 }, (_, i) => `store<u64>(${BLOCK_AT + 8 * i}, load<u64>(input, ${8 * i}));`),
  wordHasConstant: false,
  pieces: Array.from({ length: 80 }, (_, t) => [`store<u32>(${SCHEDULE_AT + 4 * t}, ${word(t)});`]),
};

function word(t: number): string {
  if (t < 16) return `bswap<u32>(load<u32>(${BLOCK_AT + 4 * t}))`;
  return `rotl<u32>(${[3, 8, 14, 16].map((back) => scheduleWord(t - back)).join(" ^ ")}, 1)`;
}
