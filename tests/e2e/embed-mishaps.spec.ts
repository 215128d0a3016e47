import type { Route } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { choose, embeddedFrame, events, expect, heard, mountingPage, test } from "./embed-fixtures.ts";

/* What goes on around a frame while it is used: nothing of it may be lost without a word. */

test("a frame that could not have its configuration at first finds its host once the person has tried again", async ({
  page,
  app,
  host,
}) => {
  await page.route("**/api/config", (route) => route.abort());
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  const again = frame.getByRole("button", { name: "重试" });
  await again.waitFor();
  await page.unroute("**/api/config");
  await again.click();
  await choose(frame, [await png("after all.png")]);
  const [done] = await heard(page, "done");
  expect(done?.event.name).toBe("after all.png");
});

test("files that are handed over right after the frame was put elsewhere arrive in it", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  await heard(page, "ready");
  await page.evaluate(`{
    const { frame } = uploader;
    frame.remove();
    document.body.append(frame);
    uploader.add([new File(["not a picture"], "moved.png")]);
  }`);
  await heard(page, "ready", 2);
  const [added] = await heard(page, "added");
  expect(added?.event.name).toBe("moved.png");
});

test("files that are handed over while a frame put elsewhere waits for its init arrive too", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  await heard(page, "ready");
  await page.evaluate(`{
    const { frame } = uploader;
    addEventListener("message", ({ data }) => {
      if (data?.type === "ready") uploader.add([new File(["not a picture"], "early.png")]);
    });
    frame.remove();
    document.body.append(frame);
  }`);
  await heard(page, "ready", 2);
  const [added] = await heard(page, "added");
  expect(added?.event.name).toBe("early.png");
});

test("files that are handed over while the frame is being loaded anew arrive in the one that comes", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  await heard(page, "ready");
  const frame = await embeddedFrame(page);
  const held: Route[] = [];
  await page.route("**/api/config", (route) => void held.push(route));
  await frame.evaluate(() => setTimeout(() => location.reload()));
  await expect.poll(() => held.length).toBe(1);
  await page.evaluate('uploader.add([new File(["not a picture"], "meanwhile.png")])');
  await page.evaluate("uploader.pause([])");
  await held[0]?.continue();
  await heard(page, "ready", 2);
  const [added] = await heard(page, "added");
  expect(added?.event.name).toBe("meanwhile.png");
  expect(await events(page, "interrupted")).toEqual([]);
});

test("a command for a file of before the frame was put elsewhere does nothing to one of now", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url, "{ autoStart: false }")));
  await page.evaluate('window.mounted.then(() => uploader.add([new File(["one"], "before.png")]))');
  const [before] = await heard(page, "added");
  await page.evaluate("{ const { frame } = uploader; frame.remove(); document.body.append(frame); }");
  await heard(page, "ready", 2);
  await page.evaluate('uploader.add([new File(["two"], "now.png")])');
  const [, now] = await heard(page, "added", 2);
  const frame = await embeddedFrame(page);
  await page.evaluate(
    (id) => (window as unknown as { uploader: { cancel(ids: string[]): void } }).uploader.cancel([id]),
    before?.event.id,
  );
  // What is sent after it has arrived.
  await page.evaluate('uploader.setLocale("en")');
  await expect(frame.getByRole("article")).toContainText("Paused");
  expect(await events(page, "error")).toEqual([]);
  // Their numbers are the same in both, or this would prove nothing.
  expect(before?.event.id.split("-").slice(1)).toEqual(now?.event.id.split("-").slice(1));
});

test("a picture of a page that lets nobody read it is rejected, as all that never becomes an upload", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await page.route("https://closed.example/**", (route) => route.abort("accessdenied"));
  await frame.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/uri-list", "https://closed.example/picture.png");
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  const [rejected] = await heard(page, "rejected");
  expect(rejected?.event).toMatchObject({ name: "picture.png", code: "remote_refused" });
  await heard(page, "idle");
  expect((await events(page)).filter(({ type }) => type === "error" || type === "added")).toEqual([]);
});

test("no name that turns the direction of text around reaches a label as it is", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ insert: true }")));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await page.route(/songlist/, () => undefined);
  await choose(frame, [{ ...(await png()), name: "innocent\u202egnp.exe" }]);
  await expect(frame.getByRole("progressbar").first()).toBeVisible();
  await expect(frame.getByRole("checkbox")).toHaveAccessibleName(/innocent\ufffdgnp\.exe/);
  const lying = await frame.evaluate(() =>
    [...document.querySelectorAll("[aria-label], [title]")]
      .flatMap((each) => [each.getAttribute("aria-label") ?? "", each.getAttribute("title") ?? ""])
      .filter((label) => label.includes("\u202e")),
  );
  expect(lying).toEqual([]);
});

test("accept that leaves nothing is named in the console, and the page does not end a sentence in the middle", async ({
  page,
  app,
  host,
  console,
}) => {
  await page.goto(host.page(mountingPage(app.url, '{ accept: "image/tiff" }')));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await expect.poll(() => console.join("\n")).toMatch(/"accept" leaves nothing of what is accepted here: image\/png/);
  await expect(frame.getByText("把图片拖到这里")).toBeVisible();
  await expect(frame.getByText(/^支持/)).toHaveCount(0);
});

test("the focus stays in the frame's bar when the button that had it is gone", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await page.route(/songlist/, () => undefined);
  await choose(frame, [await png("a.png"), await png("b.png")]);
  await frame.getByRole("button", { name: "全部取消" }).press("Enter");
  const focused = () => frame.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await expect(frame.getByRole("button", { name: "全部取消" })).toHaveCount(0);
  await expect.poll(focused).toBe("列表操作");
});

test("whoever leaves the history by its own button is at the way in", async ({ page, app, neighbour: host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ history: true }")));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await frame.getByRole("button", { name: "历史" }).click();
  await frame.getByRole("button", { name: "去上传图片" }).press("Enter");
  await expect(frame.getByRole("button", { name: "选择图片" })).toBeFocused();
});

test("a frame's settings offer nothing that does nothing in it", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ settings: true }")));
  const frame = await embeddedFrame(page);
  await page.evaluate("window.mounted");
  await frame.getByRole("button", { name: "设置" }).click();
  const dialog = frame.getByRole("dialog");
  await expect(dialog.getByRole("switch", { name: "去除照片中的位置" })).toBeVisible();
  await expect(dialog.getByText("自动复制")).toHaveCount(0);
  await expect(dialog.getByText("外观")).toHaveCount(0);
  expect((await events(page, "error")).length).toBe(0);
});
