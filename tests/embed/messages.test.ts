import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type EmbedResult, FRAME_MESSAGES, HOST_MESSAGES, readHostMessage } from "../../src/contract/embed-messages.ts";
import { readFrameMessage } from "../../src/embed/sdk/frame-message.ts";

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

/** What the SDK makes of a message, and what it tells the developer. */
function hear(more: object) {
  const hints: string[] = [];
  const message = { ns: "cosdrop", v: 1, id: 1, instance: "i", type: "close", payload: {}, ...more };
  const read = readFrameMessage(message, "i", (text) => void hints.push(text));
  return { read, hints };
}

describe("the SDK's hand-written check, held against the schemas", () => {
  test.each(Object.entries(PAYLOADS))("takes a right %s", (type, payload) => {
    const schema = FRAME_MESSAGES[type as keyof typeof FRAME_MESSAGES];
    expect(v.is(schema, payload)).toBe(true);
    expect(hear({ type, payload })).toEqual({ read: { id: 1, type, payload }, hints: [] });
  });

  test("takes nothing that lacks a field which the schema wants, and says so", () => {
    for (const [type, payload] of Object.entries(PAYLOADS)) {
      for (const name of Object.keys(payload)) {
        // Not read by the SDK, and not handed on.
        if (type === "ready" && (name === "instance" || name === "capabilities")) continue;
        for (const wrong of [Symbol("wrong"), undefined, null]) {
          const { read, hints } = hear({ type, payload: { ...payload, [name]: wrong } });
          expect(read, `${type}.${name}`).toBeUndefined();
          expect(hints).toEqual([`ignored a malformed "${type}"`]);
        }
      }
    }
  });

  test("takes no results that are none", () => {
    for (const results of [undefined, {}, [null], [{ ...RESULT, url: 1 }]]) {
      expect(hear({ type: "select", payload: { results } }).read).toBeUndefined();
    }
  });

  test("takes no foreign data, whatever it is, and never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(readFrameMessage(data, "i", () => undefined)).toBeUndefined();
      }),
    );
    expect(hear({ ns: "other" })).toEqual({ read: undefined, hints: [] });
  });

  test("takes neither another version nor another frame's message, and says so", () => {
    expect(hear({ v: 2 })).toEqual({ read: undefined, hints: [expect.stringContaining("protocol")] });
    expect(hear({ instance: "j" })).toEqual({ read: undefined, hints: [expect.stringContaining("another frame")] });
  });

  test("ignores types of a later version, and names that every object has", () => {
    for (const type of ["file:renamed", "toString", "constructor", "__proto__", "hasOwnProperty"]) {
      expect(hear({ type })).toEqual({ read: undefined, hints: [] });
    }
  });

  test("reads a refusal, with its reason", () => {
    const refusal = { re: "locale 3", ok: false, error: { code: "malformed", message: "no tag" } };
    expect(hear(refusal).read).toEqual({ re: "locale 3", ok: false, why: "no tag" });
    expect(hear({ re: "locale 3", ok: true }).read).toMatchObject({ ok: true });
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

  test("leaves empty parts of accept out, as HTML does; nothing else means everything", () => {
    const accept = (value: unknown) => {
      const reading = readHostMessage("config:update", { accept: value });
      return reading.kind === "message" ? reading.message.payload : reading;
    };
    expect(accept("image/*,")).toEqual({ accept: ["image/*"] });
    expect(accept(["", " image/png "])).toEqual({ accept: ["image/png"] });
    expect(accept("")).toEqual({ accept: ["*"] });
    expect(accept([])).toEqual({ accept: ["*"] });
  });

  test("a long list of wrong items is refused in a line that can be read", () => {
    const files = Array.from({ length: 5_000 }, () => ({ raw: "wrapped by a framework" }));
    const reading = readHostMessage("files:add", { files });
    if (reading.kind !== "malformed") throw new Error("it was taken");
    expect(reading.why).toMatch(/^payload\.files\.0 is not File; /);
    expect(reading.why.length).toBeLessThan(500);
  });

  test("one part of init that cannot be read costs that part alone, and is named", () => {
    const read = (payload: object) => {
      const reading = readHostMessage("init", { version: 1, ...payload });
      return reading.kind === "message" ? [reading.message.payload, reading.left] : reading;
    };
    const good = { config: { maxFiles: 2 }, locale: "en", theme: { mode: "dark" }, token: { value: "t" } };
    expect(read(good)).toEqual([{ version: 1, ...good }, undefined]);
    expect(read({ ...good, locale: "zh CN" })).toMatchObject([
      { config: { maxFiles: 2 } },
      expect.stringMatching(/locale/),
    ]);
    expect(read({ ...good, config: { maxFiles: 2, accept: "png;" } })).toEqual([
      { version: 1, ...good },
      expect.stringMatching(/config\.accept/),
    ]);
    expect(read({ ...good, config: "all" })).toMatchObject([
      { config: {}, locale: "en" },
      expect.stringMatching(/config/),
    ]);
    expect(read({ ...good, theme: { mode: "dark", tokens: { background: "red" } } })).toMatchObject([
      { theme: { mode: "dark" }, locale: "en" },
      expect.stringMatching(/theme\.tokens/),
    ]);
    const withoutToken = read({ ...good, token: { value: "secret\n" } });
    expect(withoutToken).toMatchObject([{ locale: "en" }, expect.stringMatching(/token\.value/)]);
    expect(JSON.stringify(withoutToken)).not.toContain("secret");
  });

  test("takes the files of a whole folder at once: the SDK sends together what comes soon after each other", () => {
    const files = Array.from({ length: 25_000 }, (_, index) => new File([], `${index}.png`));
    expect(readHostMessage("files:add", { files }).kind).toBe("message");
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
