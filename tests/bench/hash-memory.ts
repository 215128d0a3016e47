import { readdirSync, readFileSync } from "node:fs";

/**
 * Memory of every process that this one started, in bytes: what is shared is counted in parts (Linux' PSS).
 * @param argument only of processes whose command line has it.
 */
export function descendantsMemory(argument = ""): number {
  return descendants(process.pid)
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes(argument))
    .map(proportionalSetSize)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function descendants(root: number): number[] {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
}

const processes = () =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

function parentOf(pid: number): number {
  // The name stands in brackets and may hold anything; the parent is the second field after it (proc(5)).
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const proportionalSetSize = (pid: number) =>
  1024 * Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

/** Empty for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The same of the browser's renderers alone: the pages, their workers and what they hold of files. */
export const renderersMemory = () => descendantsMemory("--type=renderer");
