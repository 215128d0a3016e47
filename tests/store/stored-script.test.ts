import { describe, expect, test } from "vitest";
import { getObject, openStore, PNG, putObject } from "./helpers.ts";

const HTML = "<script>alert(1)</script>";
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe("a stored object cannot act as a page", () => {
  test.each<[string, Buffer | string, Record<string, string>]>([
    ["HTML", HTML, { "content-type": "text/html" }],
    ["HTML that says it is shown inline", HTML, { "content-type": "text/html", "content-disposition": "inline" }],
    ["HTML that says it is a PNG", HTML, { "content-type": "image/png" }],
    ["SVG", SVG, { "content-type": "image/svg+xml" }],
    ["a GIF that says it is HTML", `GIF89a/*${HTML}`, { "content-type": "text/html" }],
    ["a PNG without a type", PNG, {}],
    ["a PNG with a list of types", PNG, { "content-type": "image/png, text/html" }],
    ["a PNG that unpacks to something else", PNG, { "content-type": "image/png", "content-encoding": "gzip" }],
    ["nothing at all", "", { "content-type": "image/png" }],
  ])("%s is sandboxed, never sniffed, and downloaded when its link is opened", async (_, body, headers) => {
    const store = await openStore();
    await putObject(store, { key: "k", body, headers });
    expect((await getObject(store, "k")).headers).toMatchObject({
      "content-disposition": "attachment",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });

  test("a raster picture that declares its type is shown, under the same protection, and embeds anywhere", async () => {
    const store = await openStore();
    await putObject(store, { key: "k", body: PNG, headers: { "content-type": "image/png" } });
    const { headers } = await getObject(store, "k");
    expect(headers).not.toHaveProperty("content-disposition");
    expect(headers).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });

  test("an attachment keeps the file name that it was stored with", async () => {
    const store = await openStore();
    const disposition = 'attachment; filename="a.html"';
    await putObject(store, { key: "k", body: HTML, headers: { "content-disposition": disposition } });
    expect((await getObject(store, "k")).headers["content-disposition"]).toBe(disposition);
  });

  test("an error answer is protected as well", async () => {
    const store = await openStore();
    expect((await getObject(store, "<script>")).headers).toMatchObject({
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });
});
