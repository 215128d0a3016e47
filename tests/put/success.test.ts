import { describe, expect, test } from "vitest";
import { contentMd5 } from "../../src/contract/digest.ts";
import { doubtSuccess } from "../../src/contract/put-success.ts";

const MD5 = "0123456789abcdef0123456789abcdef";
const OTHER = "f".repeat(32);
const SENT = contentMd5(MD5);
const bare = { etag: undefined, encrypted: false, body: "" };

describe("an answer of 200", () => {
  test.each([
    ["with the MD5 that was sent", { ...bare, etag: `"${MD5}"` }],
    ["with that MD5 in capitals, unquoted", { ...bare, etag: MD5.toUpperCase() }],
    ["with an ETag that is no MD5", { ...bare, etag: `"${OTHER}-2"` }],
    ["with another MD5 of an object that COS has encrypted", { ...bare, etag: `"${OTHER}"`, encrypted: true }],
    ["without anything that the page may read", bare],
    ["with its own words beside the right ETag", { ...bare, etag: `"${MD5}"`, body: "stored" }],
  ])("%s is believed", (_, answer) => {
    expect(doubtSuccess(SENT, answer)).toBeUndefined();
  });

  test("with the MD5 of other bytes is a mismatch, unless nothing was signed to compare it with", () => {
    for (const etag of [`"${OTHER}"`, OTHER.toUpperCase()])
      expect(doubtSuccess(SENT, { ...bare, etag })).toBe("digest_mismatch");
    expect(doubtSuccess(undefined, { ...bare, etag: `"${OTHER}"` })).toBeUndefined();
  });

  test("with somebody's text and no ETag is not the store's", () => {
    expect(doubtSuccess(SENT, { ...bare, body: "<html>Log in to the hotel</html>" })).toBe("store_failed");
  });
});
