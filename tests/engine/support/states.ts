import * as fc from "fast-check";
import { ERROR_CODES, type Failure } from "../../../src/contract/errors.ts";
import type { FileState, LinkState, UploadResult } from "../../../src/engine/state.ts";
import type { FileEvent } from "../../../src/engine/transition.ts";

export const DIGESTS = { md5: "a".repeat(32), sha1: "b".repeat(40) };
export const RESULT: UploadResult = {
  ...DIGESTS,
  url: "https://cdn.example/p",
  size: 100,
  type: "image/png",
  deduped: false,
  requestId: "req-1",
};

const digests = fc.constant(DIGESTS);
const maybeDigests = fc.constantFrom(DIGESTS, undefined);
const loaded = fc.integer({ min: 0, max: 100 });
const failure: fc.Arbitrary<Failure> = fc.record({ code: fc.constantFrom(...ERROR_CODES) });
const result = fc.constant(RESULT);
const seen: fc.Arbitrary<Exclude<LinkState, { kind: "checking" }>> = fc.constantFrom(
  { kind: "confirmed", width: 4, height: 3 },
  { kind: "unconfirmed" },
);
const link: fc.Arbitrary<LinkState> = fc.oneof(seen, fc.constant({ kind: "checking" } as const));
const until = fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined });
const attempt = fc.integer({ min: 1, max: 3 });

/** Any state at all. */
export const anyState: fc.Arbitrary<FileState> = fc.oneof(
  fc.record({ stage: fc.constantFrom("queued" as const, "preparing" as const) }),
  fc.record({ stage: fc.constant("hashing" as const), loaded }),
  fc.record({ stage: fc.constantFrom("hashed" as const, "signing" as const, "signed" as const), digests }),
  fc.record({ stage: fc.constant("uploading" as const), digests, loaded }),
  fc.record({ stage: fc.constant("verifying" as const), result }),
  fc.record({ stage: fc.constant("waiting" as const), digests: maybeDigests, failure, attempt, until }),
  fc.record({ stage: fc.constantFrom("paused" as const, "cancelled" as const), digests: maybeDigests }),
  fc.record({ stage: fc.constant("done" as const), result, link }),
  fc.record({ stage: fc.constant("failed" as const), failure, digests: maybeDigests }),
);

/** Any event at all. */
export const anyEvent: fc.Arbitrary<FileEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      "prepareStarted" as const,
      "hashStarted" as const,
      "outdated" as const,
      "lost" as const,
      "signStarted" as const,
      "signed" as const,
      "putStarted" as const,
      "waitOver" as const,
      "cancel" as const,
      "pause" as const,
      "resume" as const,
      "retry" as const,
      "recheck" as const,
    ),
  }),
  fc.record({ type: fc.constantFrom("hashProgress" as const, "putProgress" as const), loaded }),
  fc.record({ type: fc.constant("hashFinished" as const), digests }),
  fc.record({ type: fc.constant("stored" as const), result }),
  fc.record({ type: fc.constant("linkChecked" as const), link: seen }),
  fc.record({ type: fc.constant("postponed" as const), failure, attempt, until }),
  fc.record({ type: fc.constant("failed" as const), failure }),
);
