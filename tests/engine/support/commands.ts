import * as fc from "fast-check";
import { LARGE, POLICY } from "./world.ts";

const FOR_ONE = ["cancel", "retry", "pause", "resume", "remove", "recheck"] as const;
const FOR_ALL = [
  "cancelAll",
  "retryFailed",
  "retryCancelled",
  "pauseAll",
  "holdAll",
  "resumeAll",
  "removeDone",
  "removeUnsuccessful",
] as const;
const AROUND = ["offline", "online", "frame", "wish"] as const;

/** What a person, or the world, does to the engine. */
export type Command =
  | { readonly kind: "add"; readonly files: readonly GivenFile[] }
  | { readonly kind: "wait" | "sleep"; readonly ms: number }
  /** `which` counts the list around. */
  | { readonly kind: (typeof FOR_ONE)[number]; readonly which: number }
  | { readonly kind: (typeof FOR_ALL)[number] | (typeof AROUND)[number] };

export interface GivenFile {
  readonly size: number;
  /** What is the same has the same content; of its own when absent. */
  readonly content: string | undefined;
  readonly readable: boolean;
  /** It waits for somebody's word. */
  readonly unbidden: boolean;
}

const anyFile: fc.Arbitrary<GivenFile> = fc.record({
  size: fc.constantFrom(0, 1, 10, 100, LARGE, POLICY.maxFileSize + 1),
  content: fc.constantFrom(undefined, "same", "other"),
  readable: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  unbidden: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

const anyAdd = fc.record({ kind: fc.constant("add" as const), files: fc.array(anyFile, { maxLength: 6 }) });
const anyWait = fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 4_000 }) });

const anySleep = fc.record({ kind: fc.constant("sleep" as const), ms: fc.constantFrom(10_000, 100_000, 30_000_000) });

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: anyAdd },
  { weight: 4, arbitrary: anyWait },
  { weight: 1, arbitrary: anySleep },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom(...FOR_ONE), which: fc.nat({ max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom(...FOR_ALL) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom(...AROUND) }) },
);
