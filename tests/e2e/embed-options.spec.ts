import { png } from "../helpers/images.ts";
import { choose, embeddedFrame, events, expect, heard, mountingPage, test } from "./embed-fixtures.ts";

/* Hosts that get something wrong: it costs what is wrong, is said in the console, and nothing else. */

const WRONG: readonly { readonly what: string; readonly options: string; readonly hint?: RegExp }[] = [
  { what: "a language as servers write it", options: '{ locale: "en_US" }' },
  { what: "a language that is none", options: '{ locale: "English (US)" }', hint: /ignored the locale/ },
  { what: "accept with nothing in it", options: '{ locale: "en", accept: "" }' },
  { what: "accept that ends with a comma", options: '{ locale: "en", accept: "image/*," }' },
  { what: "accept of another notation", options: '{ locale: "en", accept: "png|jpg" }', hint: /config\.accept/ },
  { what: "a token with a line break", options: '{ locale: "en", token: "abc\\n" }', hint: /token\.value/ },
  {
    what: "a theme token of nobody's",
    options: '{ locale: "en", theme: { tokens: { background: "red" } } }',
    hint: /theme/,
  },
  { what: "null or undefined", options: '{ locale: "en", app: undefined, theme: null, sandbox: null }' },
  { what: "lists in a framework's wrapping", options: '{ locale: "en", formats: new Proxy(["url"], {}) }' },
  { what: "a number without an end", options: '{ locale: "en", maxFiles: Infinity }', hint: /config\.maxFiles/ },
];
test("one wrong option costs that option alone, and is named in the console", async ({ page, app, host, console }) => {
  for (const { what, options, hint } of WRONG) {
    console.length = 0;
    await page.goto(host.page(mountingPage(app.url, options)));
    expect(await page.evaluate("window.mounted"), what).toBe(true);
    const frame = await embeddedFrame(page);
    const choosing = what.includes("that is none") ? "选择图片" : "Choose images";
    await expect(frame.getByRole("button", { name: choosing }), what).toBeVisible();
    if (hint) await expect.poll(() => console.join("\n"), { message: what }).toMatch(hint);
    else
      expect(
        console.filter((line) => line.startsWith("cosdrop")),
        what,
      ).toEqual([]);
    expect(console.join("\n")).not.toContain("abc");
  }
});

test("options that cannot be sent at all reject ready with the reason", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ maxBytes: 1_000_000n }")));
  expect(await page.evaluate("window.mounted")).toContain("the options were refused");
  expect(await page.evaluate("uploader.ready.catch((error) => error.code)")).toBe("bad-options");
});

test("a listener that throws stops neither the others nor the frame", async ({ page, app, host, console }) => {
  const throwing = "() => { throw new Error('the host has a bug'); }";
  await page.goto(
    host.page(mountingPage(app.url, `{ onReady: ${throwing}, onAdded: ${throwing}, onInterrupted: ${throwing} }`)),
  );
  const frame = await embeddedFrame(page);
  expect(await page.evaluate("window.mounted")).toBe(true);
  await page.route(/songlist/, () => undefined);
  await choose(frame, [await png("a.png")]);
  await heard(page, "added");
  await page.evaluate("uploader.frame.replaceWith(uploader.frame)");
  await page.evaluate("{ const { frame } = uploader; frame.remove(); document.body.append(frame); }");
  await heard(page, "interrupted");
  await heard(page, "ready", 2);
  expect(console.join("\n")).toContain("the host has a bug");
});

test("a listener that replaces itself while it is told hears of the next file, and not of the same one again", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.evaluate(`{
    window.heard = [];
    // An end, or a page that subscribes for ever would never answer.
    const listen = () => { const stop = uploader.on("added", ({ name }) => { stop(); if (heard.push(name) < 9) listen(); }); };
    listen();
  }`);
  await choose(frame, [await png("a.png"), await png("b.png")]);
  await heard(page, "added", 2);
  expect(await page.evaluate("heard")).toEqual(["a.png", "b.png"]);
});

test("files that are handed over one by one all arrive, before and after the frame is ready", async ({
  page,
  app,
  host,
}) => {
  const html = mountingPage(app.url, "{ autoStart: false }").replace(
    "window.mounted =",
    `const add = (from) => { for (let n = from; n < from + 150; n += 1) uploader.add([new File([String(n)], n + ".png")]); };
     add(0);
     window.addMore = () => add(150);
     window.mounted =`,
  );
  await page.goto(host.page(html));
  await heard(page, "added", 150);
  await page.evaluate("addMore()");
  await heard(page, "added", 300);
  expect((await events(page, "added")).map(({ event }) => event.name)).toEqual(
    Array.from({ length: 300 }, (_, n) => `${n}.png`),
  );
});

test("files that are handed over one after another as a host gets to them all arrive", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ autoStart: false }")));
  await heard(page, "ready");
  await page.evaluate(async () => {
    const { uploader } = window as unknown as { uploader: { add(files: File[]): void } };
    const { port1, port2 } = new MessageChannel();
    for (let n = 0; n < 300; n += 1) {
      uploader.add([new File([String(n)], `${n}.png`)]);
      // A task of its own for each, as a directory's handles come.
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    }
  });
  await heard(page, "added", 300);
  expect((await events(page, "added")).map(({ event }) => event.name)).toEqual(
    Array.from({ length: 300 }, (_, n) => `${n}.png`),
  );
});

test("where one picture is wanted, the last one handed over stays, however soon it came", async ({
  page,
  app,
  host,
}) => {
  const two = (name: string) =>
    ["first", "second"].map((each) => `uploader.add([new File(["${each}"], "${name} ${each}.png")]);`).join("");
  const html = mountingPage(app.url, "{ multiple: false, autoStart: false }").replace(
    "window.mounted =",
    `${two("early")} window.mounted =`,
  );
  await page.goto(host.page(html));
  const frame = await embeddedFrame(page);
  await expect(frame.getByRole("article")).toHaveAccessibleName("early second.png");
  await page.evaluate(two("late"));
  await expect(frame.getByRole("article", { name: "late second.png" })).toHaveCount(1);
  await expect(frame.getByRole("article")).toHaveCount(1);
  expect(await events(page, "rejected")).toEqual([]);
});

test("a command that the frame refuses is named in the host's console", async ({ page, app, host, console }) => {
  await page.goto(host.page(mountingPage(app.url)));
  await page.evaluate("window.mounted");
  await page.evaluate("uploader.configure({ maxFiles: -1 })");
  await expect.poll(() => console.join("\n")).toContain('"config:update" was refused: payload.maxFiles');
  await page.evaluate("{ for (let n = 0; n < 150; n += 1) uploader.pause([]); }");
  await expect.poll(() => console.join("\n")).toContain('"pause" was refused: there were too many messages');
});

test("a file that is cancelled ends as such, and one that is tried again counts as under way", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.route(/songlist/, () => undefined);
  await choose(frame, [await png("a.png")]);
  const [added] = await heard(page, "added");
  await expect(frame.locator('article[data-stage="uploading"]')).toHaveCount(1);
  await page.evaluate(
    (id) => (window as unknown as { uploader: { cancel(ids: string[]): void } }).uploader.cancel([id]),
    added?.event.id,
  );
  const [cancelled] = await heard(page, "error");
  expect(cancelled?.event).toMatchObject({
    id: added?.event.id,
    code: "cancelled",
    message: "已取消",
    retryable: true,
  });
  const [idle] = await heard(page, "idle");
  expect(idle?.event).toEqual({ done: 0, failed: 0, results: [] });
  expect((await events(page, "progress")).map(({ event }) => event.stage)).not.toContain("cancelled");

  await page.evaluate("uploader.retry()");
  await page.evaluate(
    (id) => (window as unknown as { uploader: { retry(ids: string[]): void } }).uploader.retry([id]),
    added?.event.id,
  );
  await expect(frame.locator('article[data-stage="uploading"]')).toHaveCount(1);
  await expect
    .poll(async () => {
      const told = await events(page);
      const end = told.findIndex(({ type }) => type === "error");
      return told.slice(end).map(({ event }) => event.stage);
    })
    .toContain("uploading");
  await page.evaluate("{ const { frame } = uploader; frame.remove(); document.body.append(frame); }");
  const [interrupted] = await heard(page, "interrupted");
  expect(interrupted?.event.files.map(({ name }: { name: string }) => name)).toEqual(["a.png"]);
});

test("a picture that is taken out of the list is not in the results any more", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("a.png"), await png("b.png")]);
  await heard(page, "idle");
  await frame.getByRole("button", { name: "移除 a.png" }).click();
  await heard(page, "removed");
  await expect
    .poll(async () => (await events(page, "idle")).at(-1)?.event.results.map(({ name }: { name: string }) => name))
    .toEqual(["b.png"]);
});

test("a host whose configuration comes late still gets its history, and nobody a late one", async ({
  page,
  app,
  neighbour: host,
}) => {
  // What the first paint does not wait for.
  await page.route("**/api/config", async (route) => {
    const frame = page.frames().find((each) => each.url().includes("/embed?"));
    await frame?.getByRole("button", { name: "选择图片" }).waitFor();
    await route.continue();
  });
  await page.goto(host.page(mountingPage(app.url, "{ history: true }")));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await choose(frame, [await png("late but kept.png")]);
  await heard(page, "idle");
  await frame.getByRole("button", { name: "历史" }).click();
  await expect(frame.getByText("late but kept.png")).toBeVisible();

  await page.unroute("**/api/config");
  await page.goto(host.page(mountingPage(app.url)));
  const plain = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await page.evaluate("uploader.configure({ history: true, settings: true })");
  await expect(plain.getByRole("button", { name: "设置" })).toBeVisible();
  await expect(plain.getByRole("button", { name: "历史" })).toHaveCount(0);
});

test("an option that is undefined stays as it was, also when the frame is loaded anew", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ maxFiles: 1 }")));
  const send = (ids: string) =>
    page.evaluate(`uploader.add(${ids}.map((name) => new File([name], name, { type: "image/png" })))`);
  await page.evaluate("mounted.then(() => uploader.configure({ maxFiles: undefined, autoStart: false }))");
  await send('["a.png", "b.png"]');
  expect((await heard(page, "rejected"))[0]?.event).toMatchObject({ name: "b.png", code: "too_many_files" });

  await page.evaluate("{ const { frame } = uploader; frame.remove(); document.body.append(frame); }");
  await heard(page, "ready", 2);
  await send('["c.png", "d.png"]');
  expect((await heard(page, "rejected", 2))[1]?.event).toMatchObject({ name: "d.png", code: "too_many_files" });
});

test("a file that is tried again counts among the host's most", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ maxFiles: 2 }")));
  const frame = await embeddedFrame(page);
  await page.route(/songlist/, () => undefined);
  await choose(frame, [await png("stopped.png")]);
  const [added] = await heard(page, "added");
  await frame.getByRole("button", { name: "取消 stopped.png" }).click();
  await heard(page, "error");
  await page.unroute(/songlist/);
  await choose(frame, [await png("one.png"), await png("two.png")]);
  await heard(page, "done", 2);
  await page.evaluate(
    (id) => (window as unknown as { uploader: { retry(ids: string[]): void } }).uploader.retry([id]),
    added?.event.id,
  );
  const [rejected] = await heard(page, "rejected");
  expect(rejected?.event).toMatchObject({ name: "stopped.png", code: "too_many_files" });
  expect((await events(page, "done")).map(({ event }) => event.name).sort()).toEqual(["one.png", "two.png"]);
});

test("the frame is dark on a dark page, in whatever notation its colour is", async ({ page, app, host }) => {
  for (const [color, scheme] of [
    ["oklch(0.95 0.01 250)", "dark"],
    ["color(display-p3 0.1 0.1 0.1)", "light"],
    ["lab(95 0 0)", "dark"],
    ["#111", "light"],
  ]) {
    await page.goto(host.page(`<style>body { color: ${color} }</style>${mountingPage(app.url)}`));
    await page.evaluate("window.mounted");
    const frame = await embeddedFrame(page);
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme), color).toBe(scheme);
  }
});

test("a host in a document that was written into its frame is the origin that it has from there", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page("<iframe></iframe>"));
  await page.evaluate((html) => {
    for (const frame of document.getElementsByTagName("iframe")) frame.srcdoc = html;
  }, mountingPage(app.url));
  const inner = page.frameLocator("iframe").locator("body");
  await expect.poll(() => inner.evaluate("window.mounted")).toBe(true);
});
