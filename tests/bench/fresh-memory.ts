/** Of virtual memory, in bytes, on the machines that are measured. */
const PAGE_BYTES = 4096;
const SAMPLE_BYTES = 128 * 1024 ** 2;
const TIMES = 3;

/**
 * What the first touch of a page of memory costs, in µs, beyond that of any later one. A read into memory that is used
 * over and over pays it once; one into memory of its own, as browsers read a small blob, for every page.
 */
export function freshPageMicroseconds(): number {
  const samples = Array.from({ length: TIMES }, () => {
    const memory = new Uint8Array(SAMPLE_BYTES);
    return touch(memory) - touch(memory);
  });
  return Math.min(...samples);
}

/** µs a page. */
function touch(memory: Uint8Array): number {
  const start = performance.now();
  for (let at = 0; at < memory.length; at += PAGE_BYTES) memory[at] = 1;
  return (1000 * (performance.now() - start)) / (memory.length / PAGE_BYTES);
}
