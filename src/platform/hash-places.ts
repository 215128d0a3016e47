import { DEFAULT_OPTIONS, type EngineOptions } from "../engine/options.ts";

/*
 * How much is hashed at once. Apart from the worker pool, because the engine is told it in the first paint, which does
 * not wait for the pool's code.
 */

/** More workers than this read faster than a disk gives, and each holds what it has read. */
const MAX_WORKERS = 8;

/** Two files at once keep one worker busy: one is read while the other is hashed. More would only delay the first. */
export const HASHES_PER_WORKER = 2;

/**
 * Most workers at once. One core is left to the page; Safari caps the number of cores that it tells, and a browser that
 * tells none has at least one.
 */
export function workerCount(): number {
  return Math.min(MAX_WORKERS, Math.max(1, (navigator.hardwareConcurrency || 1) - 1));
}

/** As many places for hashing as the workers of this machine can use: with fewer in the engine, workers stay idle. */
export function hashOptions(): Pick<EngineOptions, "hashConcurrency" | "hashAhead"> {
  const places = HASHES_PER_WORKER * workerCount();
  return { hashConcurrency: places, hashAhead: Math.max(DEFAULT_OPTIONS.hashAhead, places) };
}
