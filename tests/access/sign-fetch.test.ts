import { afterEach, expect, test, vi } from "vitest";
import type { PublicConfig } from "../../src/contract/config.ts";
import { toFailure } from "../../src/contract/errors.ts";
import { createAccessToken } from "../../src/platform/access-token.ts";
import { fetchConfig } from "../../src/platform/config-fetch.ts";
import { createSigner } from "../../src/platform/sign-fetch.ts";
import { sharedStorage } from "./kept.ts";

const SIGNED = { url: "https://store.example/p/a.png", method: "PUT", header: {}, CDN: "https://cdn.example/p/a.png" };
const CONFIG: PublicConfig = {
  mode: "bucket",
  uploadOrigins: [],
  policy: { accept: ["image/png"], maxFileSize: 1 },
  tokenRequired: true,
  embedOrigins: [],
};
const never = new AbortController().signal;
const noConfig = () => Promise.reject(new Error("nobody asks"));
const stubPage = () => {
  vi.stubGlobal("document", { documentElement: { dataset: {} } });
  vi.stubGlobal("window", {});
};
const REQUEST = { md5: "0".repeat(32), sha1: "0".repeat(40), size: 1, type: "image/png" } as const;

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

test("a refused token in whose place another one stands by then is asked with that one, and no file fails for it", async () => {
  const sent: (string | null)[] = [];
  stubPage();
  vi.stubGlobal("fetch", async (_: string, { headers }: { headers: HeadersInit }) => {
    const bearer = new Headers(headers).get("authorization");
    sent.push(bearer);
    return bearer === "Bearer new"
      ? Response.json({ code: 0, message: "ok", data: SIGNED })
      : Response.json({ code: 401, message: "no", reason: "token_needed", data: null }, { status: 401 });
  });
  const storage = sharedStorage({ "cosdrop:token": "old" });
  const token = createAccessToken(storage);
  storage.otherTab("cosdrop:token", "new");
  const signer = createSigner({ token, config: async () => CONFIG, freshConfig: noConfig });
  await expect(signer.sign(never, REQUEST)).resolves.toMatchObject({ CDN: SIGNED.CDN });
  expect(sent).toEqual(["Bearer old", "Bearer new"]);
});

test.each([
  ["whose time is over", { expired: true }, true],
  ["that is wrong", {}, undefined],
  ["of which something else is said there", { expired: "yes" }, undefined],
])("a token %s is refused, and known as expired only where the gateway says so", async (_, said, expired) => {
  stubPage();
  const answer = { code: 401, message: "no", reason: "token_needed", data: null, ...said };
  vi.stubGlobal("fetch", async () => Response.json(answer, { status: 401 }));
  const token = createAccessToken(sharedStorage({ "cosdrop:token": "old" }));
  const signer = createSigner({ token, config: noConfig, freshConfig: noConfig });
  await expect(signer.sign(never, REQUEST)).rejects.toMatchObject({ failure: { code: "token_needed", status: 401 } });
  expect(token.get()).toEqual({ value: "old", refused: true, expired });
});

test.each([
  ["shows its picture over plain http, from another machine", { data: { ...SIGNED, CDN: "http://cdn.example/a.png" } }],
  ["goes on for more than 64 KiB", { data: SIGNED, tips: "x".repeat(64 * 1024) }],
])("an answer that %s is nonsense, though it grants the upload", async (_, answer) => {
  stubPage();
  vi.stubGlobal("fetch", async () => Response.json({ code: 0, message: "ok", ...answer }));
  const signer = createSigner({
    token: createAccessToken(sharedStorage({})),
    config: async () => CONFIG,
    freshConfig: async () => CONFIG,
  });
  await expect(signer.sign(never, REQUEST)).rejects.toMatchObject({ failure: { code: "sign_nonsense" } });
});

test.each([
  ["a gateway that counts a day's bytes", { code: 429, message: "", reason: "daily_limit", data: null }, "daily_limit"],
  ["a proxy that answers in its own words", "<html>Too many</html>", "rate_limited"],
])("the pause that %s asks for comes with the failure", async (_, body, code) => {
  stubPage();
  const headers = { "retry-after": "7200" };
  vi.stubGlobal("fetch", async () =>
    typeof body === "string"
      ? new Response(body, { status: 429, headers })
      : Response.json(body, { status: 429, headers }),
  );
  const token = createAccessToken(sharedStorage({}));
  const before = Date.now();
  const error = await createSigner({ token, config: noConfig, freshConfig: noConfig })
    .sign(never, REQUEST)
    .catch(toFailure);
  expect(error).toMatchObject({ code, retryAfterMs: 7_200_000 });
  expect("retryAt" in error && error.retryAt).toBeGreaterThanOrEqual(before + 7_200_000);
});

test("a gateway that cannot give its configuration yet says for how long", async () => {
  stubPage();
  vi.stubGlobal("fetch", async () => new Response("busy", { status: 503, headers: { "retry-after": "90" } }));
  await expect(fetchConfig(never)).rejects.toMatchObject({ failure: { code: "gateway_failed", retryAfterMs: 90_000 } });
});
