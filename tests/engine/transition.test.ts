import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileState, Stage } from "../../src/engine/state.ts";
import { digestsOf, type FileEvent, isEnded, transition } from "../../src/engine/transition.ts";
import { anyEvent, anyState, DIGESTS, RESULT } from "./support/states.ts";

const FAILURE = { code: "gateway_failed" } as const;

const STATES: Readonly<Record<string, FileState>> = {
  queued: { stage: "queued" },
  preparing: { stage: "preparing" },
  hashing: { stage: "hashing", loaded: 10 },
  hashed: { stage: "hashed", digests: DIGESTS },
  signing: { stage: "signing", digests: DIGESTS },
  signed: { stage: "signed", digests: DIGESTS },
  uploading: { stage: "uploading", digests: DIGESTS, loaded: 10 },
  verifying: { stage: "verifying", result: RESULT },
  "waiting, hashed": { stage: "waiting", digests: DIGESTS, failure: FAILURE, attempt: 1, until: 5 },
  "waiting, not hashed": { stage: "waiting", digests: undefined, failure: FAILURE, attempt: 1, until: undefined },
  "paused, hashed": { stage: "paused", digests: DIGESTS },
  "paused, not hashed": { stage: "paused", digests: undefined },
  done: { stage: "done", result: RESULT, link: { kind: "unconfirmed" } },
  "done, checking": { stage: "done", result: RESULT, link: { kind: "checking" } },
  "failed, hashed": { stage: "failed", failure: FAILURE, digests: DIGESTS },
  "failed, not hashed": { stage: "failed", failure: FAILURE, digests: undefined },
  "cancelled, hashed": { stage: "cancelled", digests: DIGESTS },
  "cancelled, not hashed": { stage: "cancelled", digests: undefined },
};

const EVENTS: Readonly<Record<FileEvent["type"], FileEvent>> = {
  prepareStarted: { type: "prepareStarted" },
  hashStarted: { type: "hashStarted" },
  hashProgress: { type: "hashProgress", loaded: 20 },
  hashFinished: { type: "hashFinished", digests: DIGESTS },
  outdated: { type: "outdated" },
  lost: { type: "lost" },
  signStarted: { type: "signStarted" },
  signed: { type: "signed" },
  putStarted: { type: "putStarted" },
  putProgress: { type: "putProgress", loaded: 20 },
  stored: { type: "stored", result: RESULT },
  linkChecked: { type: "linkChecked", link: { kind: "confirmed", width: 4, height: 3 } },
  postponed: { type: "postponed", failure: FAILURE, attempt: 2, until: 9 },
  waitOver: { type: "waitOver" },
  failed: { type: "failed", failure: FAILURE },
  cancel: { type: "cancel" },
  pause: { type: "pause" },
  resume: { type: "resume" },
  retry: { type: "retry" },
  recheck: { type: "recheck" },
};

/** Where each event leads. An event that is not named leaves the state as it is. */
const TABLE: Readonly<Record<keyof typeof STATES, Partial<Record<FileEvent["type"], Stage>>>> = {
  queued: {
    prepareStarted: "preparing",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  preparing: {
    hashStarted: "hashing",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  hashing: {
    hashProgress: "hashing",
    hashFinished: "hashed",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  hashed: {
    outdated: "queued",
    signStarted: "signing",
    stored: "verifying",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  signing: {
    signed: "signed",
    putStarted: "uploading",
    stored: "verifying",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  signed: {
    outdated: "queued",
    signStarted: "signing",
    putStarted: "uploading",
    stored: "verifying",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  uploading: {
    signStarted: "signing",
    putProgress: "uploading",
    stored: "verifying",
    postponed: "waiting",
    failed: "failed",
    cancel: "cancelled",
    pause: "paused",
  },
  verifying: { linkChecked: "done", lost: "hashed", cancel: "cancelled" },
  "waiting, hashed": { waitOver: "hashed", failed: "failed", cancel: "cancelled", pause: "paused" },
  "waiting, not hashed": { waitOver: "queued", failed: "failed", cancel: "cancelled", pause: "paused" },
  "paused, hashed": { resume: "hashed", cancel: "cancelled" },
  "paused, not hashed": { resume: "queued", cancel: "cancelled" },
  done: { recheck: "done" },
  "done, checking": { linkChecked: "done" },
  "failed, hashed": { retry: "hashed" },
  "failed, not hashed": { retry: "queued" },
  "cancelled, hashed": { retry: "hashed" },
  "cancelled, not hashed": { retry: "queued" },
};

describe("transition", () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const event of Object.values(EVENTS)) {
      const expected = TABLE[name]?.[event.type];
      const says = expected === undefined ? "changes nothing" : `leads to ${expected}`;
      it(`${event.type} on a file that is ${name} ${says}`, () => {
        const after = transition(state, event);
        if (expected === undefined) expect(after).toBe(state);
        else {
          expect(after).not.toBe(state);
          expect(after.stage).toBe(expected);
        }
      });
    }
  }

  it("takes progress that goes up, and none that goes down or stands still", () => {
    for (const stage of ["hashing", "uploading"] as const) {
      const type = stage === "hashing" ? "hashProgress" : "putProgress";
      const state = STATES[stage] as FileState;
      expect(transition(state, { type, loaded: 11 })).toMatchObject({ stage, loaded: 11 });
      expect(transition(state, { type, loaded: 10 })).toBe(state);
      expect(transition(state, { type, loaded: 9 })).toBe(state);
      expect(transition(state, { type, loaded: Number.NaN })).toBe(state);
    }
  });

  it("forgets digests that a failure has shown to be of other bytes, so that a retry hashes again", () => {
    for (const code of ["file_changed", "file_unreadable", "digest_mismatch", "length_mismatch"] as const) {
      const failed = transition(STATES.uploading as FileState, { type: "failed", failure: { code } });
      expect(failed).toEqual({ stage: "failed", failure: { code }, digests: undefined });
    }
  });

  it("keeps the digests through every other way that a file can stop", () => {
    fc.assert(
      fc.property(
        anyState,
        fc.constantFrom<FileEvent>(EVENTS.cancel, EVENTS.pause, EVENTS.postponed),
        (state, event) => {
          expect(digestsOf(transition(state, event))).toEqual(digestsOf(state));
        },
      ),
    );
  });

  it("never changes the state that it was given", () => {
    fc.assert(
      fc.property(anyState, anyEvent, (state, event) => {
        const before = structuredClone(state);
        transition(Object.freeze(state), event);
        expect(state).toEqual(before);
      }),
    );
  });

  it("lets nothing but a retry take a cancelled file anywhere", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const others = events.filter(({ type }) => type !== "retry");
        expect(others.reduce(transition, { stage: "cancelled", digests: DIGESTS })).toEqual({
          stage: "cancelled",
          digests: DIGESTS,
        });
      }),
    );
  });

  it("calls a file done only after the store had it", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state: FileState = { stage: "queued" };
        let stored = false;
        for (const event of events) {
          const before: FileState = state;
          state = transition(state, event);
          if (event.type === "stored" && state !== before) stored = true;
          if (state.stage === "done") expect(stored).toBe(true);
        }
      }),
    );
  });

  it("leaves a way to an end from every state that a file can be in", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const ends = isEnded(state) ? state : transition(state, EVENTS.cancel);
        expect(isEnded(ends)).toBe(true);
      }),
    );
  });
});
