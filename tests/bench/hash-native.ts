import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { BenchCase } from "./hash-cases.ts";

const SLICE = 1024 ** 2;

/** OpenSSL's MD5 alone, on one core, in bytes a second: a bound for any way to MD5. */
export function nativeMd5(workload: BenchCase, memory: Uint8Array, paths: readonly string[]): number {
  const start = performance.now();
  for (let i = 0; i < workload.repeats * workload.files; i += 1) {
    if (workload.source === "memory") hashMemory(workload.bytes, memory);
    else hashFile(paths[i % workload.files] ?? "");
  }
  const seconds = (performance.now() - start) / 1000;
  return (workload.bytes * workload.files * workload.repeats) / seconds;
}

function hashMemory(bytes: number, memory: Uint8Array): void {
  const md5 = createHash("md5");
  for (let left = bytes; left > 0; left -= memory.length) md5.update(memory.subarray(0, left));
  md5.digest();
}

function hashFile(path: string): void {
  const md5 = createHash("md5");
  const file = openSync(path, "r");
  const slice = new Uint8Array(SLICE);
  for (;;) {
    const read = readSync(file, slice);
    if (read === 0) break;
    md5.update(slice.subarray(0, read));
  }
  closeSync(file);
  md5.digest();
}
