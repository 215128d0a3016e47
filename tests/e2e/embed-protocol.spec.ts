import type { Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { choose, embeddedFrame, expect, mountingPage, test } from "./embed-fixtures.ts";
import { REFUSED, rawPage } from "./embed-raw.ts";

/*
 * Hosts that speak the protocol by hand, and pages that must not be able to. `window.said` is all that came from the
 * frame, by window or by port.
 */

interface Said {
  readonly by: string;
  readonly type?: string;
  readonly re?: string;
  readonly ok?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there
  readonly payload?: any;
  readonly error?: { code: string };
}

const said = (page: Page): Promise<Said[]> => page.evaluate(() => (window as unknown as { said: Said[] }).said);
const types = async (page: Page) => (await said(page)).map(({ type }) => type);

async function saidType(page: Page, type: string): Promise<Said> {
  await expect.poll(() => types(page), { timeout: 30_000 }).toContain(type);
  return (await said(page)).find((each) => each.type === type) as Said;
}

test("a host without the SDK gets everything over the port that it transferred", async ({ page, app, host }) => {
  await page.goto(host.page(rawPage(app.url, host.origin)));
  const ready = await saidType(page, "ready");
  expect(ready).toMatchObject({ by: "window", payload: { versions: [1], instance: "raw-1" } });
  await page.evaluate('connect({ config: { formats: ["url"] }, locale: "en" })');
  const frame = await embeddedFrame(page);
  await expect(frame.getByRole("button", { name: "Choose images" })).toBeVisible();
  await choose(frame, [await png("raw.png")]);

  const idle = await saidType(page, "queue:idle");
  expect(idle.payload.results[0]).toMatchObject({ name: "raw.png", formats: { url: expect.stringMatching(/^http/) } });
  expect(Object.keys(idle.payload.results[0].formats)).toEqual(["url"]);
  const byWindow = (await said(page)).filter(({ by, type }) => by === "window" && type !== "ready");
  expect(byWindow.map(({ type, ok }) => ({ type, ok }))).toEqual([{ type: undefined, ok: true }]);
  expect((await said(page)).every((each) => (each as { instance?: string }).instance === "raw-1")).toBe(true);

  // The last command is answered as all others are, though nothing comes after it.
  await page.evaluate('port.postMessage(envelope("destroy", {}, { id: "end" }))');
  await expect.poll(async () => (await said(page)).at(-1)).toMatchObject({ by: "port", re: "end", ok: true });
});

test("with ?bridge=window a host needs one message listener and nothing else", async ({ page, app, host }) => {
  await page.goto(host.page(rawPage(app.url, host.origin, "&bridge=window")));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("bridge.png")]);
  const done = await saidType(page, "file:done");
  expect(done).toMatchObject({ by: "window", payload: { name: "bridge.png" } });

  await page.evaluate('toWindow(envelope("ping", {}, { id: "p" })); toWindow(envelope("clear", {}))');
  await expect.poll(async () => (await said(page)).filter(({ re, ok }) => re === "p" && ok)).toHaveLength(1);
  await saidType(page, "file:removed");
});

test("messages from a listed page that is not this frame's host do nothing, and the console says why", async ({
  page,
  app,
  host,
  otherHost,
  console,
}) => {
  // The address says that otherHost is around; host, which is listed too, has no say then.
  await page.goto(host.page(rawPage(app.url, otherHost.origin)));
  const frame = await embeddedFrame(page);
  await page.evaluate('connect({ locale: "en" })');
  await expect.poll(() => console.join("\n")).toContain(`this frame talks to ${otherHost.origin}`);
  await expect(frame.getByRole("button", { name: "选择图片" })).toBeVisible();
  await choose(frame, [await png()]);
  await expect(frame.locator('article[data-stage="done"]')).toHaveCount(1);
  expect(await said(page)).toEqual([]);
});

test("messages from another window than the host's do nothing, not even from the host's own origin", async ({
  page,
  app,
  host,
  console,
}) => {
  const sibling = host.page(`<script>
    parent.frames[0].postMessage({ ns: "cosdrop", v: 1, id: 1, type: "init", payload: { version: 1, locale: "en" } },
      ${JSON.stringify(app.url)}, [new MessageChannel().port2]);
  </script>`);
  await page.goto(host.page(rawPage(app.url, host.origin)));
  const frame = await embeddedFrame(page);
  await page.evaluate((url) => {
    const other = document.createElement("iframe");
    other.src = url;
    document.body.append(other);
  }, sibling);
  await expect.poll(() => console.join("\n")).toContain("from another window than the host's");
  await expect(frame.getByRole("button", { name: "选择图片" })).toBeVisible();
});

for (const { what, send, hint } of REFUSED) {
  test(`${what} does nothing, and the console says why`, async ({ page, app, host, console }) => {
    await page.goto(host.page(rawPage(app.url, host.origin)));
    const frame = await embeddedFrame(page);
    await page.evaluate("connect({})");
    await saidType(page, "resize");
    await page.evaluate(send);
    await expect.poll(() => console.join("\n")).toMatch(hint);
    await expect(frame.getByRole("button", { name: "选择图片" })).toBeVisible();
    await expect(frame.getByRole("article")).toHaveCount(0);
    expect(console.join("\n")).not.toContain("uncaught");
  });
}

test("types of nobody's are ignored without a word", async ({ page, app, host, console }) => {
  await page.goto(host.page(rawPage(app.url, host.origin)));
  await embeddedFrame(page);
  await page.evaluate("connect({})");
  await saidType(page, "resize");
  await page.evaluate(`for (const type of ["open:picker", "constructor", "__proto__"]) port.postMessage(envelope(type, {}));
    port.postMessage("text"); port.postMessage(null); port.postMessage({ ns: "other" });
    port.postMessage(envelope("ping", {}, { id: "last" }))`);
  await expect.poll(async () => (await said(page)).map(({ re }) => re)).toContain("last");
  expect((await said(page)).filter(({ ok }) => ok === false)).toEqual([]);
  expect(console).toEqual([]);
});

test("a flood of messages is cut off, and the frame still works", async ({ page, app, host, console }) => {
  await page.goto(host.page(rawPage(app.url, host.origin)));
  const frame = await embeddedFrame(page);
  await page.evaluate("connect({})");
  await saidType(page, "resize");
  await page.evaluate('for (let i = 0; i < 5000; i += 1) port.postMessage(envelope("ping", {}))');
  await expect.poll(() => console.join("\n")).toContain("too many messages");
  expect(console.filter((line) => line.includes("too many messages"))).toHaveLength(1);
  await choose(frame, [await png("after the flood.png")]);
  await saidType(page, "file:done");
  expect((await said(page)).filter(({ re }) => re !== undefined).length).toBeLessThan(1_000);
});

test("a page that is not listed cannot frame the app, and the SDK says what to change", async ({
  page,
  app,
  stranger,
}) => {
  await page.goto(stranger.page(mountingPage(app.url)));
  const message = await page.evaluate("window.mounted");
  expect(message).toContain("EMBED_ORIGINS");
  expect(message).toContain(stranger.origin);
  await expect(page.frameLocator("iframe").getByRole("button")).toHaveCount(0);
  expect(await page.evaluate("events.length")).toBe(0);
});

test("an address that claims a listed origin does not let an unlisted page frame the app", async ({
  page,
  app,
  host,
  stranger,
}) => {
  await page.goto(stranger.page(rawPage(app.url, host.origin)));
  await page.locator("iframe").waitFor();
  await expect(page.frameLocator("iframe").locator("[data-testid=files]")).toHaveCount(0);
  expect(await said(page)).toEqual([]);
});
