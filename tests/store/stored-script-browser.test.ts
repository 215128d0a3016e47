import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CHROMIUM_ARGS, headlessPath } from "../helpers/chromium.ts";
import { getObject, openStore, putObject } from "./helpers.ts";

const SCRIPT = 'console.log("script ran")';
const HTML = `<!doctype html><script>${SCRIPT}</script><img src="x:" onerror='${SCRIPT}'>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload='${SCRIPT}'><script>${SCRIPT}</script></svg>`;

const OBJECTS: readonly (readonly [name: string, body: string, type: string])[] = [
  ["HTML", HTML, "text/html"],
  ["SVG", SVG, "image/svg+xml"],
  ["HTML that says it is a PNG", HTML, "image/png"],
];

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: headlessPath(), args: CHROMIUM_ARGS });
}, 60_000);
afterAll(() => browser?.close());

type Headers = Record<string, string>;

/** Opens a stored object in a tab and in a frame of another site; what scripts said. `change` what the store sends. */
async function open(body: string, type: string, change?: (headers: Headers) => Headers) {
  const store = await openStore();
  await putObject(store, { key: "k", body, headers: { "content-type": type } });
  expect((await getObject(store, "k")).body.toString()).toBe(body);
  const url = `http://127.0.0.1:${store.port}/k`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  const downloads: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("download", (download) => downloads.push(download.url()));
  if (change !== undefined) {
    await page.route(url, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: change(response.headers()) });
    });
  }
  // Of a download, a browser says that the navigation was aborted.
  await page.goto(url).catch(() => undefined);
  const framed = page.waitForRequest((request) => request.url() === url && request.resourceType() === "document");
  // The page's load event waits for its frame, shown or downloaded.
  await page.goto(await hostPage(url));
  await (await framed).response();
  // Whatever the frame runs, it has run once a later task of the page has.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await context.close();
  return { said: said.filter((text) => text === "script ran"), downloads };
}

/** A page of another site with the object in a frame. */
async function hostPage(framed: string): Promise<string> {
  const host = createServer((_req, res) =>
    res.writeHead(200, { "content-type": "text/html" }).end(`<iframe src="${framed}"></iframe>`),
  ).listen(0, "127.0.0.1");
  await new Promise((ready) => host.once("listening", ready));
  onTestFinished(() => {
    host.close();
    host.closeAllConnections();
  });
  return `http://localhost:${(host.address() as AddressInfo).port}/`;
}

const without =
  (...names: string[]) =>
  (headers: Headers) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

describe.each(OBJECTS)("stored %s, opened in a tab and in a frame", (_, body, type) => {
  test("is downloaded, and runs no script", async () => {
    const { said, downloads } = await open(body, type);
    expect(said).toEqual([]);
    expect(downloads.length).toBeGreaterThan(0);
  });

  test("runs no script either where something shows it all the same", async () => {
    expect((await open(body, type, without("content-disposition"))).said).toEqual([]);
  });
});

test("this test would see a script: without the store's headers one runs", async () => {
  const bare = without("content-disposition", "content-security-policy", "x-content-type-options");
  // The element and the attribute, in the tab and in the frame.
  expect((await open(HTML, "text/html", bare)).said).toHaveLength(4);
});
