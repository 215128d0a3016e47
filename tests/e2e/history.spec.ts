import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { jpegWithExif, paddedPng, png, webp } from "../helpers/images.ts";
import { digests, expect, test, writeFiles } from "./fixtures.ts";
import { HistoryPage, uploadThenOpen } from "./history-page.ts";
import { limitUploads } from "./upload-limit.ts";

test("what was uploaded is in the history after a reload, with preview, size, dimensions, type and link", async ({
  upload,
  folder,
}) => {
  const file = await png("西湖晨雾.png");
  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);
  const link = (await upload.link("西湖晨雾.png").getAttribute("href")) ?? "";
  const history = new HistoryPage(upload.page);
  await history.open();
  await expect(history.row("西湖晨雾.png").locator("img")).toBeVisible();

  await upload.page.reload();

  const row = history.row("西湖晨雾.png");
  await expect(row).toContainText("320 × 200");
  await expect(row).toContainText("PNG");
  await expect(row.getByRole("link")).toHaveAttribute("href", link);
  await expect(row.locator("img")).toBeVisible();
});

test("the page itself decodes and encodes nothing: a preview is made in a worker, small however long the picture is", async ({
  upload,
  folder,
}) => {
  const { page } = upload;
  await page.addInitScript(() => {
    const refused = () => {
      throw new Error("not on the page's own thread");
    };
    Object.assign(window, { createImageBitmap: refused, OffscreenCanvas: refused });
  });
  await page.reload();
  const long = await sharp({ create: { width: 6000, height: 4, channels: 3, background: "#2563eb" } })
    .png()
    .toBuffer();
  await upload.drop(...(await writeFiles(folder, [{ name: "long.png", type: "image/png", bytes: long }])));
  const preview = upload.row("long.png").locator("img");
  await expect(preview).toBeVisible();
  const size = await preview.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(size).toEqual([12, 4]);
});

test("a name, a part of the link and a digest all find the entry, in either case", async ({ upload, folder }) => {
  const files = [await png("西湖晨雾.png"), await jpegWithExif("Summer PHOTO.jpg")];
  const history = await uploadThenOpen(upload, await writeFiles(folder, files));
  const { md5, sha1 } = digests(files[0]?.bytes ?? new Uint8Array());

  for (const [text, name] of [
    ["晨雾", "西湖晨雾.png"],
    ["photo summer", "Summer PHOTO.jpg"],
    [md5.toUpperCase(), "西湖晨雾.png"],
    [sha1.slice(3, 20), "西湖晨雾.png"],
  ] as const) {
    await history.search.fill(text);
    await expect(history.actions).toContainText("找到 1 条，共 2 条");
    await expect.poll(() => history.names()).toEqual([name]);
  }

  await history.search.fill("不存在");
  await expect(upload.page.getByText("没有符合条件的链接")).toBeVisible();
  await history.button("清除条件").click();
  await expect(history.actions).toContainText("共 2 条");

  await upload.page.getByRole("combobox", { name: "格式" }).selectOption({ label: "PNG" });
  await expect(history.actions).toContainText("找到 1 条，共 2 条");
  await upload.page.getByRole("combobox", { name: "时间" }).selectOption("custom");
  await upload.page.getByLabel("到", { exact: true }).fill("2020-01-01");
  await expect(history.actions).toContainText("找到 0 条，共 2 条");

  const from = upload.page.getByLabel("从", { exact: true });
  await expect(from).not.toHaveAttribute("aria-invalid");
  await from.fill("2020-01-02");
  await expect(from).toHaveAccessibleDescription("开始日期晚于结束日期，请调换。");
  await expect(from).toHaveAttribute("aria-invalid", "true");
  await from.fill("2020-01-01");
  await expect(from).not.toHaveAttribute("aria-invalid");
});

test("a range chosen with Shift is copied in the order shown, in the form chosen for links", async ({
  upload,
  folder,
}) => {
  const names = ["a.png", "b.png", "c.png", "d.png"];
  const history = await uploadThenOpen(
    upload,
    await writeFiles(folder, await Promise.all(names.map((name) => png(name)))),
  );
  const shown = await history.names();
  const links = await upload.page
    .getByRole("article")
    .getByRole("link")
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href")));

  await history.select(shown[2] ?? "").click();
  await history.select(shown[0] ?? "").click({ modifiers: ["Shift"] });
  await history.button("复制 3 个链接").click();
  await expect(upload.page.getByText("已复制 3 个链接")).toBeAttached();
  expect(await upload.clipboard()).toBe(links.slice(0, 3).join("\n"));

  await upload.page.getByRole("checkbox", { name: "选择列出的全部链接" }).click();
  await expect(history.actions).toContainText("已选 4 条");
  await upload.page.keyboard.press("Escape");
  await expect(history.actions).toContainText("共 4 条");
});

test("several deletions are taken back one by one, the last first, thumbnails and all", async ({ upload, folder }) => {
  const names = ["a.png", "b.png", "c.png"];
  const history = await uploadThenOpen(
    upload,
    await writeFiles(folder, await Promise.all(names.map((name) => png(name)))),
  );
  await expect(upload.page.locator("article img")).toHaveCount(3);
  const shown = await history.names();

  await history.select("a.png").click();
  await upload.page.keyboard.press("Delete");
  await expect(history.row("a.png")).toHaveCount(0);
  await history.select("b.png").click();
  await history.select("c.png").click();
  await history.actions.getByRole("button", { name: "删除" }).click();
  await expect(upload.page.getByText("还没有历史记录")).toBeVisible();

  await history.button("撤销").click();
  await expect(history.actions).toContainText("共 2 条");
  await history.button("撤销").click();
  await expect(history.actions).toContainText("共 3 条");
  await expect.poll(() => history.names()).toEqual(shown);
  await expect(upload.page.locator("article img")).toHaveCount(3);
  await expect(history.button("撤销")).toHaveCount(0);
  await upload.page.reload();
  await expect(history.actions).toContainText("共 3 条");
});

test("a deletion that is asked for again before it shows is taken back once, and whole", async ({ upload, folder }) => {
  const history = await uploadThenOpen(upload, await writeFiles(folder, [await png("a.png"), await png("b.png")]));
  await history.select("a.png").click();
  await upload.page.evaluate(() => {
    for (const _ of [1, 2, 3]) dispatchEvent(new KeyboardEvent("keydown", { key: "Delete" }));
  });
  await expect(history.row("a.png")).toHaveCount(0);
  await history.button("撤销").click();
  await expect(history.row("a.png")).toHaveCount(1);
  await expect(history.button("撤销")).toHaveCount(0);
});

test("a deletion can be taken back eight seconds later and not for ever, after which nothing of it is kept", async ({
  upload,
  folder,
}) => {
  const history = await uploadThenOpen(upload, await writeFiles(folder, [await png("brief.png")]));
  await expect(upload.page.locator("article img")).toHaveCount(1);
  await upload.page.clock.install();

  await history.select("brief.png").click();
  await upload.page.keyboard.press("Delete");
  await history.button("撤销").waitFor();
  await upload.page.clock.runFor(8000);
  await expect(history.button("撤销")).toBeVisible();
  await upload.page.clock.runFor(13_000);
  await expect(history.button("撤销")).toHaveCount(0);

  const kept = () =>
    upload.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          indexedDB.open("cosdrop-history").onsuccess = (opened) => {
            const database = (opened.target as IDBOpenDBRequest).result;
            const request = database.transaction("thumbnails").objectStore("thumbnails").count();
            request.onsuccess = () => {
              database.close();
              resolve(request.result);
            };
          };
        }),
    );
  await expect.poll(kept).toBe(0);
});

test("an export is imported in another browser without doubles, and hostile or foreign files get a sentence", async ({
  upload,
  folder,
  browser,
  app,
}) => {
  const history = await uploadThenOpen(
    upload,
    await writeFiles(folder, [await png("一.png"), await webp("=two.webp")]),
  );
  const backup = await history.export("JSON");
  expect(await history.export("CSV")).toContain(`"'=two.webp"`);
  expect(await history.export("Markdown")).toMatch(/^!\[.+\]\(http.+\)\n!\[.+\]\(http.+\)\n$/);
  const shown = await history.names();

  await history.import("again.json", backup);
  await expect(history.actions).toContainText("没有导入新的记录，2 条历史中已有。");

  const elsewhere = await browser.newContext({ locale: "zh-CN" });
  const other = new HistoryPage(await elsewhere.newPage());
  await other.page.goto(`${app.url}/#history`);
  await other.import("backup.json", backup);
  await expect(other.actions).toContainText("导入了 2 条。");
  await expect.poll(() => other.names()).toEqual(shown);

  await other.import("picture.json", "\u0089PNG");
  await expect(other.actions).toContainText("这个文件不是有效的 JSON。");
  await other.import("package.json", '{"name":"cosdrop"}');
  await expect(other.actions).toContainText("这个 JSON 文件不是从这里导出的历史。");
  const hostile = JSON.parse(backup);
  hostile.entries[0].url = "javascript:alert(1)";
  hostile.entries[1].name = "new.png";
  await other.import("hostile.json", JSON.stringify(hostile));
  await expect(other.actions).toContainText("导入了 1 条，1 条内容有误，已跳过。");
  await elsewhere.close();
});

test("a link whose object the store has lost is marked after a check, and a live one is not", async ({
  upload,
  folder,
  app,
}) => {
  const [lost, kept] = [await png("lost.png"), await png("kept.png")];
  const history = await uploadThenOpen(upload, await writeFiles(folder, [lost, kept]));
  const link = (await history.row("lost.png").getByRole("link").getAttribute("href")) ?? "";
  await forget(app.storeDir, link);

  await history.button("检查链接").click();

  await expect(history.actions).toContainText("检查了 2 个链接，其中 1 个打不开。");
  await expect(history.row("lost.png")).toContainText("链接打不开");
  await expect(history.row("kept.png")).not.toContainText("链接打不开");
  await upload.page.reload();
  await expect(history.row("lost.png")).toContainText("链接打不开");
});

test("uploads go on behind the history, Back leads to them, and a drop brings them to the front", async ({
  upload,
  folder,
}) => {
  const openLine = await limitUploads(upload.page, 200 * 1024);
  const [first = "", second = ""] = await writeFiles(folder, [
    await paddedPng("first.png", 4 * 1024 ** 2),
    await png("second.png"),
  ]);
  await upload.drop(first);
  await expect(upload.row("first.png")).toHaveAttribute("data-stage", "uploading");
  const history = new HistoryPage(upload.page);
  await history.open();
  await expect(history.button("返回上传（1）")).toBeVisible();
  await openLine();
  await expect(history.row("first.png")).toBeVisible();
  await expect(history.button("返回上传")).toHaveText("返回上传");

  await upload.page.goBack();
  await expect(upload.row("first.png")).toHaveAttribute("data-stage", "done");
  await upload.page.goForward();
  await history.title.waitFor();
  await upload.drop(second);
  await upload.settled(2);
  await expect(history.title).toHaveCount(0);
});

test("two tabs show the same history, whichever of them changes it", async ({ upload, folder, app }) => {
  const second = new HistoryPage(await upload.page.context().newPage());
  await second.page.goto(`${app.url}/#history`);
  await expect(second.page.getByText("还没有历史记录")).toBeVisible();

  const history = await uploadThenOpen(upload, await writeFiles(folder, [await png("shared.png")]));
  await expect(second.row("shared.png").locator("img")).toBeVisible();
  await second.select("shared.png").click();
  await second.page.keyboard.press("Delete");
  await expect(history.row("shared.png")).toHaveCount(0);
  await second.button("撤销").click();
  await expect(history.row("shared.png")).toBeVisible();
});

/** Takes an object out of the store behind its back. */
async function forget(storeDir: string, link: string): Promise<void> {
  const key = decodeURIComponent(new URL(link).pathname.slice(1));
  await rm(join(storeDir, "objects", createHash("sha256").update(key).digest("hex")));
}
