import { describe, expect, test } from "vitest";
import type { PublicConfig } from "../../src/contract/config.ts";
import { readPutRefusal } from "../../src/platform/cos-answer.ts";
import { nameSizeRefusal } from "../../src/platform/size-refusal.ts";

const LIMIT = 1_000;
const { signal } = new AbortController();
const withLimit = (maxFileSize: number) => async () => ({ policy: { maxFileSize } }) as PublicConfig;
const source = { config: withLimit(LIMIT), freshConfig: withLimit(LIMIT) };

describe("a size that is refused", () => {
  test("is the gateway's own doing where the file is over the gateway's limit", async () => {
    expect(await nameSizeRefusal(signal, "too_large", LIMIT + 1, source)).toBe("too_large");
  });

  test("is that of a server on the way where the gateway would take the file", async () => {
    const { code } = readPutRefusal(413, "application/json", "{}");
    expect(await nameSizeRefusal(signal, code, LIMIT, source)).toBe("size_refused");
  });

  test("is held against the limit as it is now, not as it was when the page was loaded", async () => {
    const lowered = { ...source, freshConfig: withLimit(10) };
    expect(await nameSizeRefusal(signal, "too_large", 500, lowered)).toBe("too_large");
  });

  test("is held against the limit that is known where the gateway cannot be asked again", async () => {
    const down = { ...source, freshConfig: () => Promise.reject(new Error("down")) };
    expect(await nameSizeRefusal(signal, "too_large", 500, down)).toBe("size_refused");
    expect(await nameSizeRefusal(signal, "too_large", LIMIT + 1, down)).toBe("too_large");
  });

  test("is nothing that the gateway is asked about where the refusal is another one", async () => {
    const unasked = { config: () => Promise.reject(new Error("asked")), freshConfig: withLimit(LIMIT) };
    expect(await nameSizeRefusal(signal, "store_full", 500, unasked)).toBe("store_full");
  });
});
