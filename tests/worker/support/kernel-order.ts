import { SCHEDULE_AT } from "../../../src/worker/kernel/layout.ts";

/**
 * How far apart, in WebAssembly instructions, the links of the kernel's chains stand. A link's rotation cannot start
 * before the one before it, so what lies between is what the processor can do meanwhile.
 */
export interface KernelOrder {
  /** Between each rotation of MD5 and the next: 63 gaps. */
  readonly md5Gaps: readonly number[];
  /** Between each `rotl5` of SHA-1 and the next: 79 gaps. */
  readonly sha1Gaps: readonly number[];
  /** Between the store of a schedule word (or of its vector) and its use: 80 distances. */
  readonly wordLeads: readonly number[];
  /**
   * Between a step's use of its schedule word, where its early half begins, and its `rotl5`: 80 distances. Early halves
   * that have sunk to the late ones leave every gap between rotations as it was.
   */
  readonly earlyLeads: readonly number[];
}

interface Rotation {
  readonly chain: string;
  readonly bits: number;
}

/**
 * Reads the order from the compiled kernel's text.
 * @param source the AssemblyScript that it was compiled from, which says whose rotation is whose.
 * @returns `undefined` when the rotations no longer stand in the source's order at all.
 */
export function readOrder(source: string, text: string): KernelOrder | undefined {
  const wanted = sourceRotations(source);
  const bits = new Set(wanted.map((rotation) => rotation.bits));
  const code = text.split("\n").map((line) => line.trim());
  const at = code.flatMap((line, i) => (line === "i32.rotl" && bits.has(constantAt(code, i - 1)) ? [i] : []));
  if (at.length !== wanted.length || !at.every((i, n) => constantAt(code, i - 1) === wanted[n]?.bits)) return undefined;

  const positions = (chain: string, only?: number) =>
    at.filter((_, n) => wanted[n]?.chain === chain && (only === undefined || wanted[n].bits === only));
  const links = positions("sha1", 5);
  const uses = wordUses(code);
  return {
    md5Gaps: gaps(positions("md5")),
    sha1Gaps: gaps(links),
    wordLeads: uses.map(({ at, storedAt }) => at - storedAt),
    earlyLeads: uses.map(({ at }, step) => (links[step] ?? Number.NaN) - at),
  };
}

function sourceRotations(source: string): Rotation[] {
  const found = source.matchAll(/rotl<u32>\((md5|sha1)[^;]*, (\d+)\);/g);
  return [...found].map(([, chain = "", bits]) => ({ chain, bits: Number(bits) }));
}

const constantAt = (code: readonly string[], i: number) => Number(/^i32\.const (-?\d+)$/.exec(code[i] ?? "")?.[1]);
const gaps = (at: readonly number[]) => at.slice(1).map((position, i) => position - (at[i] ?? 0));

interface WordUse {
  readonly at: number;
  readonly storedAt: number;
}

/** Where the steps add their words, and the stores that cover these; the schedule's own loads do not count. */
function wordUses(code: readonly string[]): WordUse[] {
  const stored = new Map<number, number>();
  const uses: WordUse[] = [];
  let address = Number.NaN;
  code.forEach((line, i) => {
    const constant = constantAt(code, i);
    if (isScheduleWord(constant) && code[i + 1] !== "i32.load") address = constant;
    if (line === "i32.store") stored.set(address, i);
    if (line === "v128.store") for (const lane of [0, 4, 8, 12]) stored.set(address + lane, i);
    if (line === "i32.load" && code[i - 2]?.startsWith("local.get")) {
      const storedAt = stored.get(constantAt(code, i - 1));
      if (storedAt !== undefined) uses.push({ at: i, storedAt });
    }
  });
  return uses;
}

const isScheduleWord = (address: number) => address >= SCHEDULE_AT && address < SCHEDULE_AT + 80 * 4;
