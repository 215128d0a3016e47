import { expect, test } from "vitest";
import type { PublicConfig } from "../../src/contract/config.ts";
import { toFailure, UploadError } from "../../src/contract/errors.ts";
import { createLazyAdapters } from "../../src/platform/lazy-adapters.ts";

const CONFIG: PublicConfig = {
  mode: "bucket",
  uploadOrigins: [],
  policy: { accept: ["image/png"], maxFileSize: 1 },
  tokenRequired: true,
  embedOrigins: [],
};
const REQUEST = { md5: "0".repeat(32), sha1: "0".repeat(40), size: 1, type: "image/png" } as const;
const never = new AbortController().signal;

const answering = () => Promise.resolve(CONFIG);
const silent = () => Promise.reject(new UploadError({ code: "gateway_unreachable" }));

const there = () => import("../../src/platform/adapters.ts");
const missing = () => Promise.reject(new TypeError("error loading dynamically imported module"));

/** Ports whose code is had or not had in this order, and not after that. @returns what a file fails with. */
function ports(gateway: typeof answering | typeof silent, ...fetches: (typeof there | typeof missing)[]) {
  // What the code itself says of this token shows that it is there.
  const token = { get: () => ({ value: "gut\u200b", refused: false }), refuse: () => undefined };
  const options = { token, config: gateway, freshConfig: gateway, maxWorkers: 1 };
  const { signer } = createLazyAdapters(options, () => (fetches.shift() ?? missing)());
  return () => signer.sign(never, REQUEST).then(String, (error: unknown) => toFailure(error).code);
}

test("code that a gateway out of reach does not give is asked for again by the next file", async () => {
  const fail = ports(silent, missing, there);
  expect(await fail()).toBe("gateway_unreachable");
  expect(await fail()).toBe("token_needed");
});

test("code that broke off once is had at once where the gateway answers", async () => {
  expect(await ports(answering, missing, there)()).toBe("token_needed");
});

test("code that cannot be had although the gateway answers needs the page to be loaded anew", async () => {
  expect(await ports(answering)()).toBe("page_outdated");
});
