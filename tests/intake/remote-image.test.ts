import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fetchCandidate } from "../../src/platform/remote-image.ts";
import { nobodyStops } from "./dropped-entries.ts";

const LIMIT = 1_000;
let cut = Promise.resolve();

/** Sends as many bytes as the path says; `endless` never stops. */
const site = createServer((request, response) => {
  const [, wanted = "", chunked] = (request.url ?? "").split("/");
  if (wanted === "broken") {
    response.writeHead(200, { "content-type": "image/png", "content-length": 100 });
    response.write(Buffer.alloc(10), () => response.destroy());
    return;
  }
  if (wanted !== "endless") {
    const bytes = Buffer.alloc(Number(wanted));
    response.writeHead(200, { "content-type": "image/png; q=1", ...(!chunked && { "content-length": bytes.length }) });
    if (chunked) response.write(bytes.subarray(0, 1));
    response.end(chunked ? bytes.subarray(1) : bytes);
    return;
  }
  response.writeHead(200, { "content-type": "image/png" });
  const pour = () => {
    while (!response.destroyed && response.write(Buffer.alloc(10_000)));
  };
  cut = new Promise((resolve) => response.once("close", resolve));
  response.on("drain", pour);
  pour();
});
beforeAll(() => new Promise<void>((done) => site.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => site.close(done)));

const fetchFrom = (path: string) =>
  fetchCandidate(`http://127.0.0.1:${(site.address() as AddressInfo).port}/${path}`, LIMIT, nobodyStops);

describe("a picture of another site", () => {
  test.each(["1000", "1000/chunked"])("that is just small enough is taken, with its type: %s", async (path) => {
    const candidate = await fetchFrom(path);
    expect(candidate).toMatchObject({ kind: "file", blob: { size: LIMIT, type: "image/png" } });
  });

  test.each(["1001", "1001/chunked"])("that is too large says so: %s", async (path) => {
    expect(await fetchFrom(path)).toMatchObject({ kind: "unreadable", code: "too_large" });
  });

  test("that breaks off was allowed to be read, and is not said to be refused", async () => {
    expect(await fetchFrom("broken")).toMatchObject({ kind: "unreadable", code: "remote_failed" });
  });

  test("that cannot be asked for without a network is not said to be refused", async () => {
    const address = "http://127.0.0.1:1/cat.png";
    expect(await fetchCandidate(address, LIMIT, nobodyStops)).toMatchObject({ code: "remote_refused" });
    vi.stubGlobal("navigator", { onLine: false });
    expect(await fetchCandidate(address, LIMIT, nobodyStops)).toMatchObject({ code: "remote_failed" });
    vi.unstubAllGlobals();
  });

  test("that never ends is read no further than the limit", async () => {
    expect(await fetchFrom("endless")).toMatchObject({ kind: "unreadable", code: "too_large" });
    await cut;
  });
});
