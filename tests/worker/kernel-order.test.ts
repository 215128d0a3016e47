import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compileKernel } from "../../src/worker/kernel/compile.ts";
import { BUILDS, type Build, kernelSource, SCHEDULE_LEAD } from "../../src/worker/kernel/source.ts";
import { type KernelOrder, readOrder } from "./support/kernel-order.ts";

/** In WebAssembly instructions. A link of a chain is about ten; what is beyond them is the other chain's work. */
const MD5_GAP = { least: 40, most: 100 };
const SHA1_GAP = { least: 28, most: 75 };
const WORD_LEAD = 150;

/**
 * MD5 has four halves to five of SHA-1's: in 16 of the 20 steps of a round, so many instructions of MD5's or more stand
 * between the step's early half and its late one.
 */
const EARLY_LEAD = { steps: 16, instructions: 8 };
const STEPS_PER_ROUND = 20;

/** Both builds as they are shipped, gzipped, in bytes. */
const SHIPPED_LIMIT = 8 * 1024;

/** What of the order is lost. */
function lost({ md5Gaps, sha1Gaps, wordLeads, earlyLeads }: KernelOrder): string[] {
  const within = (
    values: readonly number[],
    { least, most = Number.POSITIVE_INFINITY }: { least: number; most?: number },
  ) => values.every((value) => value >= least && value <= most);
  return [
    ...(within(md5Gaps, MD5_GAP) ? [] : ["md5Gaps"]),
    ...(within(sha1Gaps, SHA1_GAP) ? [] : ["sha1Gaps"]),
    // The first words are used at once: nothing stands before them.
    ...(within(wordLeads.slice(SCHEDULE_LEAD), { least: WORD_LEAD }) ? [] : ["wordLeads"]),
    ...(earlyHalvesApart(earlyLeads) ? [] : ["earlyLeads"]),
  ];
}

/** The shortest lead of a round is the early half's own length. */
function earlyHalvesApart(leads: readonly number[]): boolean {
  return [0, 1, 2, 3].every((round) => {
    const each = leads.slice(round * STEPS_PER_ROUND, (round + 1) * STEPS_PER_ROUND);
    const own = Math.min(...each);
    return each.filter((lead) => lead - own >= EARLY_LEAD.instructions).length === EARLY_LEAD.steps;
  });
}

async function orderOf(build: Build, source = kernelSource(build)): Promise<KernelOrder> {
  const order = readOrder(source, (await compileKernel(build, undefined, source)).text);
  if (order === undefined) throw new Error("The rotations are not in the source's order");
  return order;
}

/** The kernel with its loop's statements in another order. */
function reordered(build: Build, order: (statements: string[]) => string[]): string {
  const lines = kernelSource(build).split("\n");
  const from = lines.findIndex((line) => line.includes("while (")) + 1;
  // What follows adds the block's result to the state.
  const to = lines.findIndex((line) => line.includes("md5A += load<u32>(0);"));
  return [...lines.slice(0, from), ...order(lines.slice(from, to)), ...lines.slice(to)].join("\n");
}

const md5Last = (statements: string[]) => [
  ...statements.filter((line) => !line.includes("md5")),
  ...statements.filter((line) => line.includes("md5")),
];

/** Each early half of SHA-1 right before its late one. */
function earlyHalvesSunk(statements: string[]): string[] {
  const out: string[] = [];
  let early: string[] = [];
  for (const line of statements) {
    if (/sha1. \+= (?!rotl)/.test(line)) {
      early.push(line);
      continue;
    }
    if (/sha1. = rotl/.test(line)) {
      out.push(...early);
      early = [];
    }
    out.push(line);
  }
  return out;
}

describe.each(BUILDS)("the %s kernel", (build) => {
  test("keeps its order after compilation", async () => {
    const order = await orderOf(build);
    const counts = Object.entries(order).map(([name, distances]) => [name, distances.length]);
    expect(counts).toEqual([
      ["md5Gaps", 63],
      ["sha1Gaps", 79],
      ["wordLeads", 80],
      ["earlyLeads", 80],
    ]);
    expect(lost(order)).toEqual([]);
  });

  test.each([1, 2, 3])("is seen to have lost its order at the compiler's level %i", async (level) => {
    expect(readOrder(kernelSource(build), (await compileKernel(build, level)).text)).toBeUndefined();
  });

  test("is seen to have lost its order when one chain stands after the other", async () => {
    const order = await orderOf(build, reordered(build, md5Last));
    expect(lost(order)).toEqual(expect.arrayContaining(["md5Gaps", "sha1Gaps"]));
  });

  test("is seen to have lost its order when SHA-1's early halves have sunk to the late ones", async () => {
    const order = await orderOf(build, reordered(build, earlyHalvesSunk));
    expect(lost(order)).toContain("earlyLeads");
  });
});

test("both builds together are under 8 KB as shipped", () => {
  const generated = new URL("../../src/worker/kernel/generated/kernel-binaries.ts", import.meta.url);
  expect(gzipSync(readFileSync(generated)).length).toBeLessThan(SHIPPED_LIMIT);
});
