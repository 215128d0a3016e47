import type { Page } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { choose, dropOnFrame, embeddedFrame, expect, heard, mountingPage, test } from "./embed-fixtures.ts";
import { expectSameBytes, writeFiles } from "./fixtures.ts";

/*
 * Frames whose sandbox lacks allow-same-origin, and which so have no origin: nothing is kept there, every request to the
 * page's own server is a foreign one, and a window can only be reached with `*`, which nobody may use.
 */

/** A message that reaches a frame's window without an origin was posted to `*`. */
test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    if (window !== window.top) window.addEventListener("message", () => console.error("was posted to *"));
  }),
);

test("a sandbox without an origin costs the storage alone: dropped, hashed, told, inserted", async ({
  page,
  app,
  host,
  folder,
  console,
}) => {
  const options = '{ sandbox: "allow-scripts", insert: true, history: true, autoStart: false }';
  await page.goto(host.page(mountingPage(app.url, options)));
  const frame = await embeddedFrame(page);
  expect(await frame.evaluate(() => window.origin)).toBe("null");
  const file = await png("sandboxed.png");
  await dropOnFrame(page, await writeFiles(folder, [file]));
  await heard(page, "added");
  await page.evaluate("uploader.start()");
  const [done] = await heard(page, "done");
  await expectSameBytes(done?.event.url, file.bytes);

  await frame.getByRole("button", { name: "插入" }).click();
  const [select] = await heard(page, "select");
  expect(select?.event.results).toMatchObject([{ name: "sandboxed.png", url: done?.event.url }]);
  expect(console.filter((line) => !line.includes("404"))).toEqual([]);
});

/** A host without the SDK, which answers over the port that `ready` brings. */
function rawPage(app: string, origin: string, bridge: string): string {
  return `<iframe id="f" sandbox="allow-scripts" style="width:600px;height:500px"
    src="${app}/embed?origin=${encodeURIComponent(origin)}&instance=raw-1&bridge=${bridge}"></iframe>
<script>
  window.said = [];
  window.addEventListener("message", (event) => {
    if (event.source !== f.contentWindow || event.origin !== "null") return;
    said.push({ by: "window", ...event.data });
    if (event.data.type !== "ready" || window.port) return;
    window.port = event.ports[0];
    port.onmessage = ({ data }) => said.push({ by: "port", ...data });
    port.postMessage({ ns: "cosdrop", v: 1, id: "hello", type: "init", payload: { version: 1, locale: "en" } });
  });
</script>`;
}

interface Said {
  readonly by: string;
  readonly type?: string;
  readonly re?: string;
  readonly ok?: boolean;
  readonly payload?: { readonly url: string };
}
const said = (page: Page): Promise<Said[]> => page.evaluate("said");

for (const bridge of ["window", "port"]) {
  test(`a plain frame without an origin uploads and reports by the ${bridge}, and is answered by its port`, async ({
    page,
    app,
    host,
    console,
  }) => {
    await page.goto(host.page(rawPage(app.url, host.origin, bridge)));
    const frame = await embeddedFrame(page);
    await expect(frame.getByRole("button", { name: "Choose images" })).toBeVisible();
    const file = await png("plain.png");
    await choose(frame, [file]);
    await expect.poll(async () => (await said(page)).map(({ type }) => type)).toContain("file:done");

    const all = await said(page);
    expect(all.filter(({ re }) => re === "hello")).toMatchObject([{ by: "port", ok: true }]);
    const done = all.find(({ type }) => type === "file:done");
    expect(done?.by).toBe(bridge);
    await expectSameBytes(String(done?.payload?.url), file.bytes);
    expect(console.filter((line) => !line.includes("404"))).toEqual([]);
  });
}

test("a page of a site that is not listed gets no pass: it can neither frame the app nor read its page", async ({
  page,
  app,
  stranger,
  console,
}) => {
  const sandboxed = `<script>
    fetch("${app.url}/embed").then((answer) => answer.text()).then((html) => console.log("read " + html), () => console.log("unreadable"));
    fetch("${app.url}/api/config").then((answer) => console.log("config " + answer.status), () => console.log("no config"));
  </script>`;
  await page.goto(stranger.page(`<iframe sandbox="allow-scripts" srcdoc='${sandboxed}'></iframe>`));
  await expect.poll(() => console).toEqual(expect.arrayContaining(["unreadable", expect.stringContaining("config")]));
  expect(console.join("\n")).not.toContain("read <");
  expect(console.join("\n")).not.toContain("config 200");
});
