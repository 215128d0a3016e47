import { startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import { choose, embeddedFrame, events, expect, heard, mountingPage, TOKEN, test } from "./embed-fixtures.ts";
import { expectSameBytes } from "./fixtures.ts";

/* Frames where things are forbidden. */

test("a token goes by message alone: no address, referrer or storage ever has it, and it unlocks signing", async ({
  page,
  context,
  neighbour: host,
  console,
}) => {
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: TOKEN });
  try {
    const reading: Promise<{ url: string; headers: Record<string, string> }>[] = [];
    context.on("request", (request) =>
      reading.push(request.allHeaders().then((headers) => ({ url: request.url(), headers }))),
    );
    await page.goto(host.page(mountingPage(app.url, `{ token: async () => ({ value: "${TOKEN}" }) }`)));
    const frame = await embeddedFrame(page);
    await choose(frame, [await png("with token.png")]);
    await heard(page, "done");

    const seen = await Promise.all(reading);
    const signing = seen.filter(({ url }) => url.includes("/tool/cos/sign"));
    expect(signing.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    for (const { url, headers } of seen) {
      expect(url).not.toContain(TOKEN);
      // A page's script says where that page is, as its own policy has it; the frame and what is in it say nothing.
      if (!url.endsWith("/embed.js")) expect(headers.referer ?? "", url).toBe("");
      if (!url.includes("/tool/cos/sign")) expect(Object.values(headers).join("\n")).not.toContain(TOKEN);
    }
    const kept = await frame.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, databases]);
    });
    expect(kept).not.toContain(TOKEN);
    expect(await frame.evaluate(() => document.documentElement.outerHTML)).not.toContain(TOKEN);
    expect(console.join("\n")).not.toContain(TOKEN);
    expect(app.output()).not.toContain(TOKEN);
  } finally {
    await app.stop();
  }
});

test("a token that the gateway refuses is asked for again, and the file that lacked it goes on by itself", async ({
  page,
  host,
}) => {
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: TOKEN });
  try {
    const options = `{ token: () => { window.asked = (window.asked ?? 0) + 1; return asked < 2 ? "wrong" : "${TOKEN}"; } }`;
    await page.goto(host.page(mountingPage(app.url, options)));
    const frame = await embeddedFrame(page);
    await expect.poll(() => page.evaluate("window.asked")).toBe(1);
    await choose(frame, [await png("late.png")]);
    const [done] = await heard(page, "done");
    expect(done?.event.name).toBe("late.png");
    expect(await page.evaluate("window.asked")).toBe(2);
  } finally {
    await app.stop();
  }
});

test("a token of a frame's stays in the frame: none is kept, and none that a person keeps in the app is lost", async ({
  page,
  neighbour: host,
}) => {
  // Of the app's own site, where a browser lets a frame have the app's storage.
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: TOKEN });
  try {
    const kept = () => page.evaluate(() => localStorage.getItem("cosdrop:token"));
    await page.goto(app.url);
    await page.evaluate(() => localStorage.setItem("cosdrop:token", "a person's own"));
    await page.goto(host.page(mountingPage(app.url, `{ token: "${TOKEN}" }`)));
    await choose(await embeddedFrame(page), [await png("host token.png")]);
    await heard(page, "done");
    await page.goto(app.url);
    expect(await kept()).toBe("a person's own");
    await page.evaluate(() => localStorage.removeItem("cosdrop:token"));

    // A host that answers brings the token; a person is asked only where none does.
    await page.goto(host.page(mountingPage(app.url)));
    const linked = await embeddedFrame(page);
    await page.evaluate("window.mounted");
    await expect(linked.getByRole("textbox", { name: "访问口令" })).toHaveCount(0);
    const address = `${app.url}/embed?bridge=window&origin=${encodeURIComponent(host.origin)}`;
    await page.goto(host.page(`<iframe src="${address}" width="600" height="400"></iframe>`));
    const frame = await embeddedFrame(page);
    await frame.getByRole("textbox", { name: "访问口令" }).fill(TOKEN);
    await expect(frame.getByRole("checkbox")).toHaveCount(0);
    await frame.getByRole("textbox", { name: "访问口令" }).press("Enter");
    await choose(frame, [await png("typed token.png")]);
    await expect(frame.locator('article[data-stage="done"]')).toHaveCount(1);
    await page.goto(app.url);
    expect(await kept()).toBeNull();
  } finally {
    await app.stop();
  }
});

test("a token that comes with a late init takes up what had failed for want of it", async ({ page, host }) => {
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: TOKEN });
  try {
    const address = `${app.url}/embed?bridge=window&origin=${encodeURIComponent(host.origin)}`;
    await page.goto(host.page(`<iframe src="${address}" width="600" height="400"></iframe>`));
    const frame = await embeddedFrame(page);
    await choose(frame, [await png("waiting.png")]);
    await expect(frame.locator('article[data-stage="failed"]')).toHaveCount(1);
    await page.evaluate(
      ([url, value]) => {
        const payload = { version: 1, token: { value } };
        window.frames[0]?.postMessage({ ns: "cosdrop", v: 1, id: 1, type: "init", payload }, url as string);
      },
      [app.url, TOKEN],
    );
    await expect(frame.locator('article[data-stage="done"]')).toHaveCount(1);
  } finally {
    await app.stop();
  }
});

test("a host under a strict Content-Security-Policy can mount and pick, without a violation", async ({
  page,
  app,
  host,
  console,
}) => {
  const nonce = "host-nonce";
  const html = mountingPage(app.url).replace('<script type="module">', `<script type="module" nonce="${nonce}">`);
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${app.url}`,
    `frame-src ${app.url}`,
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
  ].join("; ");
  await page.goto(host.page(html, { "content-security-policy": policy }));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("strict.png")]);
  await heard(page, "done");
  await page.evaluate("void sdk.pick()");
  await expect(page.getByRole("dialog")).toBeVisible();
  await embeddedFrame(page, 1);
  expect(console.filter((line) => /content security policy|violat/i.test(line))).toEqual([]);
});

test("where the frame may not write to the clipboard, the host copies for it", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      (window as unknown as { copied: string }).copied = text;
    };
  });
  await frame.evaluate(() => {
    navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    navigator.clipboard.writeText = () => navigator.clipboard.write([]);
    document.execCommand = () => false;
  });
  await choose(frame, [await png("copy.png")]);
  const [done] = await heard(page, "done");
  await frame.getByRole("button", { name: "复制 copy.png 的链接" }).click();
  await expect.poll(() => page.evaluate("window.copied")).toBe(done?.event.url);
});

test("where nobody may write to the clipboard, the link is there to be taken by hand", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  const refuse = () => {
    navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    navigator.clipboard.writeText = () => navigator.clipboard.write([]);
    document.execCommand = () => false;
  };
  await page.evaluate(refuse);
  await frame.evaluate(refuse);
  await choose(frame, [await png("copy.png")]);
  const [done] = await heard(page, "done");
  await frame.getByRole("button", { name: "复制 copy.png 的链接" }).click();
  const text = frame.getByRole("dialog").getByRole("textbox");
  await expect(text).toHaveValue(done?.event.url);
  await expect(frame.getByRole("dialog")).toBeInViewport({ ratio: 1 });
  expect(await frame.evaluate(() => innerHeight)).toBeGreaterThan(300);
});

test("storage that is refused costs nothing but memory", async ({ page, app, host, console }) => {
  await page.addInitScript(() => {
    if (window === window.top) return;
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: refuse });
    }
    Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
  });
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  const file = await png("no storage.png");
  await choose(frame, [file]);
  const [done] = await heard(page, "done");
  await expectSameBytes(done?.event.url, file.bytes);
  expect(console.filter((line) => line.startsWith("uncaught"))).toEqual([]);
});

test("a sandbox with the documented words changes nothing", async ({ page, app, host }) => {
  const sandbox = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads";
  await page.goto(host.page(mountingPage(app.url, `{ sandbox: "${sandbox}" }`)));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("sandboxed.png")]);
  await heard(page, "done");
});

test("destroy takes the frame away, and what it was doing", async ({ page, app, host, console }) => {
  await page.goto(host.page(mountingPage(app.url)));
  await embeddedFrame(page);
  // In one go: a frame that has just been painted tells its height a moment later.
  const before = await page.evaluate("uploader.destroy(); uploader.clear(); uploader.setLocale('en'); events.length");
  await expect(page.locator("iframe")).toHaveCount(0);
  expect((await events(page)).length).toBe(before);
  expect(console).toEqual([]);
});

test("the classic script leaves the same SDK in window.cosdrop", async ({ page, app, host }) => {
  await page.goto(
    host.page(`<div id="here"></div><script src="${app.url}/embed.global.js"></script>
      <script>window.done = []; cosdrop.mount("#here", { onDone: (file) => done.push(file.url) });</script>`),
  );
  const frame = await embeddedFrame(page);
  const file = await png("classic.png");
  await choose(frame, [file]);
  await expect.poll(() => page.evaluate("done.length")).toBe(1);
  await expectSameBytes(String(await page.evaluate("done[0]")), file.bytes);
});

test("the script and its types may be loaded by any page; the page itself may not be read", async ({ app }) => {
  for (const path of ["/embed.js", "/embed.global.js", "/embed.d.ts"]) {
    const answer = await fetch(app.url + path, { headers: { origin: "https://anybody.example" } });
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(answer.headers.get("content-type")).toMatch(path.endsWith(".js") ? /^text\/javascript/ : /^text\/plain/);
  }
  for (const path of ["/embed", "/", "/api/config"]) {
    const answer = await fetch(app.url + path, { headers: { origin: "https://anybody.example" } });
    expect(answer.headers.get("access-control-allow-origin"), path).toBeNull();
  }
});
