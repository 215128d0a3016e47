import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type EmbedResult, FRAME_MESSAGES, HOST_MESSAGES, readHostMessage } from "../../src/contract/embed-messages.ts";
import { isWellFormed, readFrameMessage } from "../../src/embed/sdk/frame-message.ts";

const FACTS = { id: "s-file-1", name: "a.png", size: 3, type: "image/png" };
const RESULT: EmbedResult = {
  ...FACTS,
  url: "https://cdn.example/a.png",
  md5: "0".repeat(32),
  sha1: "0".repeat(40),
  deduped: false,
  formats: { url: "https://cdn.example/a.png" },
};

/** One right payload for each message of the frame's. */
const PAYLOADS: { [Type in keyof typeof FRAME_MESSAGES]: v.InferInput<(typeof FRAME_MESSAGES)[Type]> } = {
  ready: { versions: [1], capabilities: [], instance: "i", session: "s" },
  resize: { height: 10 },
  "file:added": FACTS,
  "file:rejected": { ...FACTS, code: "too_large", message: "Too large." },
  "file:progress": { id: FACTS.id, stage: "hashing", loaded: 1, total: 3 },
  "file:done": RESULT,
  "file:error": { id: FACTS.id, code: "store_busy", message: "Busy.", retryable: true },
  "file:removed": { id: FACTS.id },
  "queue:idle": { done: 1, failed: 0, results: [RESULT] },
  select: { results: [RESULT] },
  "copy:request": { text: "x" },
  "token:needed": { reason: "missing" },
  close: {},
};

describe("the SDK's hand-written check, held against the schemas", () => {
  test.each(Object.entries(PAYLOADS))("takes a right %s", (type, payload) => {
    const schema = FRAME_MESSAGES[type as keyof typeof FRAME_MESSAGES];
    expect(v.is(schema, payload)).toBe(true);
    expect(isWellFormed({ type, payload: payload as Record<string, unknown> })).toBe(true);
  });

  test("takes nothing that lacks a field which the schema wants as text or number", () => {
    for (const [type, payload] of Object.entries(PAYLOADS)) {
      for (const name of Object.keys(payload)) {
        const broken = { ...payload, [name]: Symbol("wrong") } as Record<string, unknown>;
        const checked = typeof (payload as Record<string, unknown>)[name];
        if (checked !== "string" && checked !== "number") continue;
        if (type === "file:rejected" && (name === "size" || name === "type")) continue;
        expect(isWellFormed({ type, payload: broken }), `${type}.${name}`).toBe(false);
      }
    }
  });

  test("takes no results that are none", () => {
    for (const results of [undefined, {}, [null], [{ ...RESULT, url: 1 }]]) {
      expect(isWellFormed({ type: "select", payload: { results } })).toBe(false);
    }
  });

  test("takes neither foreign data nor another version, whatever it is, and never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readFrameMessage(data)).toBeUndefined();
      }),
    );
    const message = { ns: "cosdrop", v: 1, id: 1, instance: "i", type: "close", payload: {} };
    expect(readFrameMessage(message)).toMatchObject({ type: "close" });
    expect(readFrameMessage({ ...message, v: 2 })).toBeUndefined();
    expect(readFrameMessage({ ...message, ns: "other" })).toBeUndefined();
  });
});

describe("the frame's reading of host messages", () => {
  test("knows every type that it has a schema for, and no other", () => {
    for (const type of Object.keys(HOST_MESSAGES)) expect(readHostMessage(type, 1).kind, type).not.toBe("unknown");
    for (const type of ["open", "toString", "__proto__", "constructor", ""]) {
      expect(readHostMessage(type, {}).kind).toBe("unknown");
    }
  });

  test("never throws, and never repeats what it got", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(HOST_MESSAGES)), fc.anything(), (type, payload) => {
        readHostMessage(type, payload);
      }),
    );
    const reading = readHostMessage("token", { value: "secret token" });
    expect(reading.kind).toBe("malformed");
    expect(JSON.stringify(reading)).not.toContain("secret");
  });

  test("reads accept as a list or as HTML writes it", () => {
    const accept = (value: unknown) => readHostMessage("config:update", { accept: value });
    expect(accept("image/*, .PNG")).toMatchObject({ message: { payload: { accept: ["image/*", ".PNG"] } } });
    expect(accept(["image/png"])).toMatchObject({ message: { payload: { accept: ["image/png"] } } });
    expect(accept("image/png;javascript:").kind).toBe("malformed");
  });

  test.each([
    ["theme", { tokens: { background: "red" } }],
    ["theme", { mode: "sepia" }],
    ["locale", { locale: "../../etc" }],
    ["token", { value: "a b" }],
    ["start", { ids: "all" }],
    ["config:update", { maxFiles: 0 }],
    ["config:update", { maxBytes: Number.POSITIVE_INFINITY }],
    ["init", {}],
  ])("refuses a wrong %s: %j", (type, payload) => {
    expect(readHostMessage(type, payload).kind).toBe("malformed");
  });
});
