import { afterEach, expect, test, vi } from "vitest";
import { createSigner } from "../../src/platform/sign-fetch.ts";

const never = new AbortController().signal;
const noConfig = () => Promise.reject(new Error("nobody asks"));
const REQUEST = { md5: "0".repeat(32), sha1: "0".repeat(40), size: 1, ext: "png", type: "image/png" } as const;

afterEach(() => vi.unstubAllGlobals());

test("a token that no header can carry is refused, and nothing is sent", async () => {
  const fetch = vi.fn();
  vi.stubGlobal("fetch", fetch);
  const refuse = vi.fn();
  const token = { get: () => ({ value: "gut\u200b", refused: false }), refuse };
  const signer = createSigner({ token, config: noConfig, freshConfig: noConfig });
  await expect(signer.sign(never, REQUEST)).rejects.toMatchObject({ failure: { code: "token_needed" } });
  expect(refuse).toHaveBeenCalledWith("gut\u200b");
  expect(fetch).not.toHaveBeenCalled();
});
