import { startApp } from "../helpers/app-process.ts";
import { paddedPng, png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { kept, reload } from "./journal-page.ts";
import { limitUploads } from "./upload-limit.ts";
import { UploadPage } from "./upload-page.ts";

test("only the links that were picked out are copied, in the order chosen", async ({ upload, folder }) => {
  const names = ["a.png", "b.png", "c.png"];
  await upload.drop(...(await writeFiles(folder, await Promise.all(names.map((name) => png(name))))));
  await upload.settled(3);

  await upload.page.getByRole("checkbox", { name: "选择 c.png" }).check();
  await upload.page.getByRole("checkbox", { name: "选择 a.png" }).check();
  await upload.page.getByRole("button", { name: "复制所选（2）" }).click();

  const links = [await upload.link("a.png").getAttribute("href"), await upload.link("c.png").getAttribute("href")];
  await expect.poll(() => upload.clipboard()).toBe(links.join("\n"));
  await upload.page.getByRole("button", { name: "取消选择" }).click();
  await expect(upload.copyAllButton).toHaveText("复制全部链接（3）");
});

test("cancelled files are taken up again together, and what did not succeed is cleared together", async ({
  upload,
  folder,
}) => {
  const names = ["a.png", "b.png", "c.png"];
  const [kept = "", ...others] = await writeFiles(folder, await Promise.all(names.map((name) => png(name))));
  const [wrong = ""] = await writeFiles(folder, [
    { name: "notes.txt", type: "text/plain", bytes: Buffer.from("no picture") },
  ]);
  await upload.drop(kept);
  await upload.settled(1);
  await upload.page.keyboard.press("p");
  await expect(upload.summary.getByRole("button", { name: "继续上传" })).toHaveCount(0);

  await upload.page.route("**/tool/cos/sign?*", () => undefined, { times: 2 });
  await upload.drop(...others);
  await upload.summary.getByRole("button", { name: "全部暂停" }).click();
  await upload.summary.getByRole("button", { name: "全部取消" }).click();
  await expect(upload.summary).toContainText("2 个已取消");
  await upload.summary.getByRole("button", { name: "重试取消项" }).click();
  await upload.settled(3);
  await expect(upload.rowsAt("done")).toHaveCount(3);

  await upload.page.route("**/tool/cos/sign?*", () => undefined);
  await upload.drop(wrong, ...(await writeFiles(folder, [await png("d.png")])));
  await upload.row("d.png").getByRole("button", { name: "取消 d.png" }).click();
  await expect(upload.summary).toContainText("1 个失败1 个已取消");
  await upload.summary.getByRole("button", { name: "清除未成功" }).click();
  await expect(upload.rows).toHaveCount(3);
  await expect(upload.rowsAt("done")).toHaveCount(3);
  await expect(upload.summary).toBeFocused();
});

test("a queue that was held comes back held, and says so; the last held file ends it", async ({ upload, folder }) => {
  await upload.page.route("**/tool/cos/sign?*", () => undefined, { times: 2 });
  await upload.drop(...(await writeFiles(folder, [await png("a.png"), await png("b.png")])));
  await upload.summary.getByRole("button", { name: "全部暂停" }).click();
  await expect(upload.rowsAt("paused")).toHaveCount(2);
  await expect.poll(() => kept(upload.page)).toEqual(["a.png: hashed, kept", "b.png: hashed, kept"]);

  await reload(upload.page);
  await expect(upload.rowsAt("paused")).toHaveCount(2);
  await expect(upload.summary.getByRole("button", { name: "继续上传" })).toBeVisible();
  await expect(upload.summary.getByRole("button", { name: "全部暂停" })).toHaveCount(0);
  await upload.row("a.png").getByRole("button", { name: "继续 a.png" }).click();
  await upload.row("b.png").getByRole("button", { name: "取消 b.png" }).click();
  await upload.drop(...(await writeFiles(folder, [await png("c.png")])));
  await upload.settled(3);
  await expect(upload.row("c.png")).toHaveAttribute("data-stage", "done");
});

test("while all is paused by hand, nothing counts down to going on, and the bar of the whole list is at rest", async ({
  upload,
  folder,
}) => {
  await upload.page.route("**/tool/cos/sign?*", (route) =>
    route.fulfill({ status: 429, headers: { "retry-after": "90" } }),
  );
  await upload.drop(...(await writeFiles(folder, [await png("held.png")])));
  await expect(upload.summary).toContainText("暂缓发送");
  await upload.summary.getByRole("button", { name: "全部暂停" }).click();
  await expect(upload.summary).not.toContainText("暂缓发送");
  await expect(upload.summary.getByRole("progressbar")).toHaveAttribute("data-state", "paused");
  await upload.summary.getByRole("button", { name: "继续上传" }).click();
  await expect(upload.summary).toContainText("暂缓发送");
  await expect(upload.summary.getByRole("progressbar")).toHaveAttribute("data-state", "determinate");
});

test("a batch is copied by itself when the person has asked for that, and not the one before it again", async ({
  upload,
  folder,
}) => {
  await upload.page.getByRole("button", { name: "设置" }).click();
  await upload.page.getByRole("switch", { name: "自动复制" }).check();
  await upload.page.keyboard.press("Escape");

  await upload.drop(...(await writeFiles(folder, [await png("one.png"), await png("two.png")])));
  await upload.settled(2);

  await expect(upload.page.getByRole("status").last()).toHaveText("已复制 2 个链接");
  const links = [await upload.link("one.png").getAttribute("href"), await upload.link("two.png").getAttribute("href")];
  expect(await upload.clipboard()).toBe(links.join("\n"));

  await upload.drop(...(await writeFiles(folder, [await png("three.png")])));
  await upload.settled(3);
  await expect(upload.page.getByRole("status").last()).toHaveText("已复制 1 个链接");
  expect(await upload.clipboard()).toBe(await upload.link("three.png").getAttribute("href"));
});

test("where there is no clipboard to ask, as on plain http, the old command copies, and the focus stays", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.reload();
  await upload.drop(...(await writeFiles(folder, [await png("old.png")])));
  await upload.settled(1);
  await upload.copyAllButton.click();
  await expect(upload.copyAllButton.or(upload.summary.getByRole("button", { name: "已复制" }))).toBeFocused();
  await expect(page.getByRole("status").last()).toHaveText("已复制 1 个链接");
  const link = (await upload.link("old.png").getAttribute("href")) ?? "";
  await page.keyboard.press("h");
  await page.getByRole("searchbox").focus();
  await page.keyboard.press("Control+v");
  await expect(page.getByRole("searchbox")).toHaveValue(link);
});

test("a link's QR code is shown under the file's name", async ({ upload, folder }) => {
  await upload.drop(...(await writeFiles(folder, [await png("code.png")])));
  await upload.row("code.png").getByRole("button", { name: "code.png 的二维码" }).click();
  const dialog = upload.page.getByRole("dialog", { name: "二维码" });
  await expect(dialog.getByRole("img", { name: "code.png 的链接的二维码" })).toBeVisible();
  await expect(dialog).toContainText((await upload.link("code.png").getAttribute("href")) ?? "missing");
  await expect(dialog).toHaveAccessibleDescription("这个链接指向本机（127.0.0.1），手机打不开。");
  await upload.page.keyboard.press("Escape");
  await expect(upload.row("code.png").getByRole("button", { name: "code.png 的二维码" })).toBeFocused();
});

test("a link that is too long for a QR code is shown as text, with a word on why", async ({ upload, folder }) => {
  await upload.page.route("**/tool/cos/sign?*", async (route) => {
    const answer = await (await route.fetch()).json();
    answer.data.CDN += `?token=${"x".repeat(3000)}`;
    await route.fulfill({ json: answer });
  });
  await upload.drop(...(await writeFiles(folder, [await paddedPng("long.png", 9_999)])));
  await upload.settled(1);
  await upload.row("long.png").getByRole("button", { name: "long.png 的二维码" }).click();
  const dialog = upload.page.getByRole("dialog", { name: "二维码" });
  await expect(dialog).toHaveAccessibleDescription("链接太长，放不进二维码，请直接复制链接。");
  await expect(dialog.getByRole("img")).toHaveCount(0);
});

test("a dialog stays while the page behind it is told to scroll, and while a text is selected out of it", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  const files = await Promise.all(Array.from({ length: 20 }, (_, i) => png(`${i}.png`)));
  await upload.drop(...(await writeFiles(folder, files)));
  await upload.settled(20);
  await upload.row("0.png").getByRole("button", { name: "0.png 的二维码" }).click();
  const dialog = page.getByRole("dialog", { name: "二维码" });
  await dialog.getByRole("img").waitFor();
  await page.mouse.move(5, 300);
  await page.mouse.wheel(0, 3_000);
  // Two frames: what a wheel moves has moved by then.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const text = await dialog.getByText("/songlist/").boundingBox();
  if (!text) throw new Error("the dialog shows no link");
  await page.mouse.move(text.x + 50, text.y + 5);
  await page.mouse.down();
  await page.mouse.move(5, text.y + 5);
  await page.mouse.up();
  await expect(dialog).toBeVisible();
  await page.mouse.click(5, 300);
  await expect(dialog).toHaveCount(0);
});

test("the overlay of a drag goes with the drag, though the element under it went before", async ({ upload }) => {
  const overlayText = upload.page.getByText("松开鼠标，开始上传");
  await upload.page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "x.png"));
    const fire = (type: string, at: Element) =>
      at.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    const gone = document.body.appendChild(document.createElement("p"));
    fire("dragenter", gone);
    gone.remove();
    fire("dragenter", document.body);
    Object.assign(window, { leave: () => fire("dragleave", document.body) });
  });
  await expect(overlayText).toBeVisible();
  await upload.page.evaluate("leave()");
  await expect(overlayText).toHaveCount(0);
});

test("single keys copy, open the history and name themselves, not while a field is typed in, and not once switched off", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await upload.drop(...(await writeFiles(folder, [await png("key.png")])));
  await upload.settled(1);
  await page.keyboard.press("c");
  await expect.poll(() => upload.clipboard()).toBe(await upload.link("key.png").getAttribute("href"));
  await page.evaluate(() => navigator.clipboard.writeText(""));
  // As Caps Lock makes it: a capital without Shift.
  await page.keyboard.press("C");
  await expect.poll(() => upload.clipboard()).toBe(await upload.link("key.png").getAttribute("href"));

  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "快捷键" });
  await expect(dialog).toContainText("复制全部链接");
  await page.keyboard.press("h");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("switch").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("h");
  await expect(upload.row("key.png")).toBeVisible();

  await page.getByRole("button", { name: "快捷键" }).click();
  await dialog.getByRole("switch").check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("h");
  await expect(upload.row("key.png")).toHaveCount(0);
});

test("everything is held and let go by one button, and a single file by its own", async ({ upload, folder }) => {
  const openLine = await limitUploads(upload.page, 512 * 1024);
  const files = [await paddedPng("first.png", 6 * 1024 ** 2), await paddedPng("second.png", 6 * 1024 ** 2)];
  await upload.drop(...(await writeFiles(folder, files)));
  await expect(upload.row("first.png")).toHaveAttribute("data-stage", "uploading");

  await upload.row("first.png").getByRole("button", { name: "暂停 first.png" }).click();
  await expect(upload.row("first.png")).toHaveAttribute("data-stage", "paused");
  await expect(upload.row("first.png").getByRole("button", { name: "继续 first.png" })).toBeFocused();
  await expect(upload.row("second.png")).toHaveAttribute("data-stage", "uploading");
  await upload.summary.getByRole("button", { name: "全部暂停" }).click();
  await expect(upload.rowsAt("paused")).toHaveCount(2);

  await openLine();
  await upload.summary.getByRole("button", { name: "继续上传" }).click();
  await upload.settled(2);
  for (const file of files)
    await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
});

test("a gateway with a token asks for it, says when it is wrong, and takes up what had failed once it is right", async ({
  page,
  folder,
}) => {
  const own = await startApp("built", { ACCESS_TOKEN: "the-right-token-123" });
  try {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(`${request.url()} ${request.headers().referer ?? ""}`));
    const file = await png("token.png");
    const upload = new UploadPage(page);
    await upload.open(own.url);
    const form = page.getByRole("form", { name: "需要访问口令" });
    await form.getByLabel("访问口令").fill("a-wrong-token-456");
    await form.getByRole("button", { name: "确定" }).click();
    await upload.drop(...(await writeFiles(folder, [file])));
    await expect(form).toContainText("这个口令不正确或已失效");

    await form.getByLabel("访问口令").fill("the-right-token-123");
    await form.getByRole("button", { name: "确定" }).click();
    await upload.settled(1);
    await expectSameBytes((await upload.link("token.png").getAttribute("href")) ?? "", file.bytes);
    expect(requests.filter((request) => request.includes("token-123"))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("token-123");
  } finally {
    await own.stop();
  }
});

test("the settings lead to the licences of what is in this build", async ({ upload }) => {
  await upload.page.getByRole("button", { name: "设置" }).click();
  const link = upload.page.getByRole("dialog").getByRole("link", { name: "开源许可" });
  const [tab] = await Promise.all([upload.page.context().waitForEvent("page"), link.click()]);
  await expect(tab.getByText("libheif-js", { exact: false })).toBeVisible();
  await tab.goto(new URL("gpl-3.0.txt", tab.url()).href);
  await expect(tab.getByText("GNU GENERAL PUBLIC LICENSE", { exact: false })).toBeVisible();
});
