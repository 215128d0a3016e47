import AxeBuilder from "@axe-core/playwright";
import { paddedPng, png } from "../helpers/images.ts";
import { choose, embeddedFrame, events, expect, heard, mountingPage, test } from "./embed-fixtures.ts";
import { rawPage } from "./embed-raw.ts";
import { expectSameBytes } from "./fixtures.ts";

test("the SDK believes neither another window nor another origin that says ready", async ({
  page,
  app,
  host,
  stranger,
  console,
}) => {
  const forging = (target: string) => `<script>
    window.heard = [];
    addEventListener("message", ({ data }) => heard.push(data));
    const payload = { versions: [1], session: "forged", instance: INSTANCE };
    ${target}.postMessage({ ns: "cosdrop", v: 1, id: 1, instance: INSTANCE, type: "ready", payload }, "*");
  </script>`;
  await page.goto(host.page(mountingPage(app.url, '{ token: "a secret" }')));
  await embeddedFrame(page);
  await page.evaluate("window.mounted");
  const instance = new URL(await page.evaluate(() => document.querySelector("iframe")?.src ?? "")).searchParams;
  const forge = forging("parent").replaceAll("INSTANCE", JSON.stringify(instance.get("instance")));

  for (const sibling of [host.page(forge), stranger.page(forge)]) {
    console.length = 0;
    await page.evaluate(
      (src) => document.body.append(Object.assign(document.createElement("iframe"), { src })),
      sibling,
    );
    await expect.poll(() => page.frames().some((frame) => frame.url() === sibling)).toBe(true);
    await page
      .frames()
      .find((frame) => frame.url() === sibling)
      ?.waitForFunction("window.heard");
  }
  const own = stranger.page(forge);
  await page.evaluate((src) => document.querySelector("iframe")?.setAttribute("src", src), own);
  await expect.poll(() => console.join("\n")).toContain(`ignored a message from ${stranger.origin}`);

  expect(await events(page, "ready")).toHaveLength(1);
  for (const frame of page.frames().slice(1)) expect(await frame.evaluate("window.heard")).toEqual([]);
});

test("destroy ends an upload that runs", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.route(/songlist/, () => undefined);
  const put = page.waitForRequest(/songlist/);
  await choose(frame, [await paddedPng("unfinished.png", 1024 ** 2)]);
  const running = await put;
  const ended = page.waitForEvent("requestfailed", (request) => request === running);
  await page.evaluate("uploader.destroy()");
  await ended;
  expect(await page.locator("iframe").count()).toBe(0);
});

test("a frame without the permission to write to the clipboard still gives the link away", async ({
  page,
  app,
  host,
  context,
}) => {
  await context.grantPermissions(["clipboard-read"], { origin: host.origin });
  await page.goto(host.page(rawPage(app.url, host.origin, "&bridge=window")));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("copy.png")]);
  await expect(frame.locator('article[data-stage="done"]')).toHaveCount(1);
  const refused = await frame.evaluate(() => navigator.clipboard.writeText("x").then(String, (error) => error.name));
  expect(refused).toBe("NotAllowedError");
  const link = await frame.getByRole("article").getByRole("link").first().getAttribute("href");
  await frame.getByRole("button", { name: "复制 copy.png 的链接" }).click();
  // By the selection, which needs no permission but the click.
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

test("commands reach the rows that they name, and new rules hold from then on", async ({ page, app, host }) => {
  await page.goto(host.page(rawPage(app.url, host.origin)));
  const frame = await embeddedFrame(page);
  await page.evaluate("connect({ config: { autoStart: false } })");
  await choose(frame, [await png("a.png"), await png("b.png"), await png("c.png")]);
  await expect(frame.locator('article[data-stage="paused"]')).toHaveCount(3);
  const send = (type: string, names: string[]) =>
    page.evaluate(
      ([command, wanted]) => {
        const { said, port, envelope } = window as unknown as {
          said: { type: string; payload: { id: string; name: string } }[];
          port: MessagePort;
          envelope(type: string, payload: object): object;
        };
        const added = said.filter((each) => each.type === "file:added" && wanted?.includes(each.payload.name));
        port.postMessage(envelope(String(command), { ids: added.map(({ payload }) => payload.id) }));
      },
      [type, names] as const,
    );
  const stages = () =>
    frame.getByRole("article").evaluateAll((all) => all.map((row) => row.getAttribute("data-stage")));
  await expect.poll(() => page.evaluate("said.filter(({ type }) => type === 'file:added').length")).toBe(3);

  await send("start", ["b.png"]);
  await expect.poll(stages).toEqual(["paused", "done", "paused"]);
  await send("cancel", ["c.png"]);
  await expect.poll(stages).toEqual(["paused", "done", "cancelled"]);
  await page.route(/songlist/, () => undefined);
  await send("start", ["a.png"]);
  await expect.poll(stages).toEqual(["uploading", "done", "cancelled"]);
  await send("pause", ["a.png"]);
  await expect.poll(stages).toEqual(["paused", "done", "cancelled"]);
  await page.unroute(/songlist/);
  await page.evaluate('port.postMessage(envelope("start", {}))');
  await send("retry", ["c.png"]);
  await expect.poll(stages).toEqual(["done", "done", "done"]);

  await page.evaluate('port.postMessage(envelope("config:update", { accept: ".gif", maxBytes: 10, autoStart: true }))');
  await expect(frame.getByRole("button", { name: "选择图片" })).toBeVisible();
  await expect(frame.locator("[data-testid=files]")).toHaveAttribute("accept", "image/gif");
  await choose(frame, [await png("too late.png")]);
  await expect
    .poll(() => page.evaluate("said.find(({ type }) => type === 'file:rejected')?.payload.name"))
    .toBe("too late.png");
});

test("axe finds nothing in the frame, empty and with files, nor in the dialog around it", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(`<main>${mountingPage(app.url, "{ insert: true }")}</main>`));
  const frame = await embeddedFrame(page);
  const violations = async () =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  expect(await violations()).toEqual([]);
  await choose(frame, [
    await png("a.png"),
    { name: "not a picture.png", type: "image/png", bytes: Buffer.from("text") },
  ]);
  await heard(page, "idle");
  expect(await violations()).toEqual([]);
  await page.evaluate("{ uploader.destroy(); void sdk.pick(); }");
  await expect.poll(() => frame.isDetached()).toBe(true);
  await embeddedFrame(page);
  expect(await violations()).toEqual([]);
});

test("Shift+Tab does not leave the dialog either", async ({ page, app, host }) => {
  await page.goto(host.page(`<button id="behind">behind</button>${mountingPage(app.url)}`));
  await page.evaluate("void sdk.pick()");
  await embeddedFrame(page, 1);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("Shift+Tab");
    const where = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement?.closest("dialog") !== null;
    });
    expect(where).toBe(true);
  }
});

test.describe("with service workers allowed", () => {
  test.use({ serviceWorkers: "allow" });

  test("none is registered by a frame, as one is by the page", async ({ page, app, host }) => {
    const count = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await page.goto(host.page(mountingPage(app.url)));
    const frame = await embeddedFrame(page);
    const file = await png("no worker.png");
    await choose(frame, [file]);
    const [done] = await heard(page, "done");
    await expectSameBytes(done?.event.url, file.bytes);
    // This browser refuses storage to frames of other sites altogether, and workers with it.
    const refused = await frame.evaluate(() => {
      try {
        return localStorage.length;
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe("SecurityError");
    await page.goto(`${app.url}/embed`);
    await page.locator("[data-testid=files]").waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    expect(await count()).toBe(0);
    await page.goto(app.url);
    await expect.poll(count).toBe(1);
  });
});
