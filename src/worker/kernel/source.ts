import { BLOCK_BYTES, STATE_AT } from "./layout.ts";
import { MD5_STATE, MD5_VARIABLES, md5Steps } from "./md5-steps.ts";
import { scalarSchedule } from "./scalar-schedule.ts";
import type { Schedule } from "./schedule.ts";
import { SHA1_STATE, scheduleWord, sha1Constant, sha1Steps } from "./sha1-steps.ts";
import { simdSchedule } from "./simd-schedule.ts";
import { hex, type Steps } from "./steps.ts";

/** With SIMD, or for browsers without it. */
export type Build = "simd" | "scalar";
/** Both builds. */
export const BUILDS: readonly Build[] = ["simd", "scalar"];

/** So many steps of SHA-1 before it is used, a schedule word is on its way: long enough for it to reach memory. */
export const SCHEDULE_LEAD = 8;

const STATE = [...MD5_STATE, ...SHA1_STATE];
const stateAt = (index: number) => STATE_AT + 4 * index;

/**
 * The kernel in AssemblyScript: `compress(input, blocks)` runs whole blocks through MD5 and SHA-1 at once. Both are
 * chains of steps that each wait for the one before; while one chain waits, the other has the processor, but only if
 * their instructions stand side by side. That order is this program's whole purpose.
 */
export function kernelSource(build: Build): string {
  const schedule = build === "simd" ? simdSchedule : scalarSchedule;
  const each = (line: (name: string, index: number) => string) => STATE.map(line);
  return `export function compress(input: usize, blocks: u32): void {
  ${lines([
    ...each((name, i) => `let ${name} = load<u32>(${stateAt(i)});`),
    ...MD5_VARIABLES.map((name) => `let ${name}: u32 = 0;`),
    ...schedule.declarations,
    `const end = input + (<usize>blocks) * ${BLOCK_BYTES};`,
  ])}
  while (input < end) {
    ${lines(
      [
        ...schedule.takeBlock,
        ...interleaved(schedule),
        ...each((name, i) => `${name} += load<u32>(${stateAt(i)});`),
        ...each((name, i) => `store<u32>(${stateAt(i)}, ${name});`),
        `input += ${BLOCK_BYTES};`,
      ],
      4,
    )}
  }
}
`;
}

/** MD5's 64 steps and SHA-1's 80, half by half, so that both end together; the schedule runs ahead. */
function interleaved(schedule: Schedule): string[] {
  const word = (step: number) =>
    schedule.wordHasConstant ? scheduleWord(step) : `${scheduleWord(step)} + ${hex(sha1Constant(step))}`;
  const md5 = halves(md5Steps());
  const sha1 = halves(sha1Steps(word));
  const out: string[] = schedule.pieces.slice(0, SCHEDULE_LEAD).flat();
  let taken = 0;
  sha1.forEach((half, index) => {
    if (index % 2 === 0) out.push(...(schedule.pieces[index / 2 + SCHEDULE_LEAD] ?? []));
    for (; taken * sha1.length <= index * md5.length; taken += 1) out.push(...(md5[taken] ?? []));
    out.push(...half);
  });
  return [...out, ...md5.slice(taken).flat()];
}

const halves = (steps: Steps) => steps.flat();
const lines = (statements: readonly string[], indent = 2) => statements.join(`\n${" ".repeat(indent)}`);
