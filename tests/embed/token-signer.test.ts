import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UploadError } from "../../src/contract/errors.ts";
import type { SignData } from "../../src/contract/sign.ts";
import { createTokenBox, TOKEN_PATIENCE_MS } from "../../src/embed/frame/token-box.ts";
import { waitForToken } from "../../src/embed/frame/token-signer.ts";
import { createAccessToken } from "../../src/platform/access-token.ts";

const REQUEST = { md5: "0".repeat(32), sha1: "0".repeat(40), size: 1, type: "image/png" };
const GRANT: SignData = { url: "https://store.example/a", method: "PUT", header: {}, CDN: "https://cdn.example/a" };

/** A gateway that takes one token, and a host that answers when the test says so. */
function world({ linked = true, right = "right" } = {}) {
  const token = createAccessToken({ get: () => undefined, set: () => undefined, subscribe: () => () => undefined });
  const asked: string[] = [];
  const signedWith: (string | undefined)[] = [];
  const box = createTokenBox(token, (reason) => {
    asked.push(reason);
    return linked;
  });
  const gateway = {
    async sign() {
      const { value } = token.get();
      signedWith.push(value);
      if (value === right) return GRANT;
      token.refuse(value);
      throw new UploadError({ code: "token_needed" });
    },
  };
  const signer = waitForToken(gateway, box, token);
  const sign = () => signer.sign(new AbortController().signal, REQUEST);
  return { box, sign, asked, signedWith };
}

describe("signing while a token is on its way", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("waits for it, the first one as well as the next", async () => {
    const { box, sign, asked, signedWith } = world();
    box.require();
    const first = sign();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(signedWith).toEqual([]);
    box.put({ value: "right", expiresAt: Date.now() + 1_000 });
    expect(await first).toBe(GRANT);

    await vi.advanceTimersByTimeAsync(1_000);
    const second = sign();
    await vi.advanceTimersByTimeAsync(1_500);
    box.put({ value: "right" });
    expect(await second).toBe(GRANT);
    expect(signedWith).toEqual(["right", "right"]);
    expect(asked).toEqual(["missing", "expired"]);
  });

  test("is done again where the refused one was replaced", async () => {
    const { box, sign, asked, signedWith } = world();
    box.put({ value: "old" });
    const signing = sign();
    await vi.advanceTimersByTimeAsync(1_500);
    box.put({ value: "right" });
    expect(await signing).toBe(GRANT);
    expect(signedWith).toEqual(["old", "right"]);
    expect(asked).toEqual(["refused"]);
  });

  test("fails where the host brings the refused one again, or none in time, or where there is no host", async () => {
    const again = world();
    again.box.put({ value: "old" });
    const refused = expect(again.sign()).rejects.toMatchObject({ failure: { code: "token_needed" } });
    await vi.advanceTimersByTimeAsync(0);
    again.box.put({ value: "old" });
    await refused;

    const silent = world();
    silent.box.require();
    const waiting = expect(silent.sign()).rejects.toMatchObject({ failure: { code: "token_needed" } });
    await vi.advanceTimersByTimeAsync(TOKEN_PATIENCE_MS - 1);
    expect(silent.signedWith).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;

    const alone = world({ linked: false });
    alone.box.require();
    await expect(alone.sign()).rejects.toMatchObject({ failure: { code: "token_needed" } });
  });
});
