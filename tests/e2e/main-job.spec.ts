import { animatedGif, avif, jpegWithoutPosition, paddedPng, png, webp } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { limitUploads } from "./upload-limit.ts";
import { UploadPage } from "./upload-page.ts";

test("pictures dropped from the desktop become links that give the same bytes, copied in the order chosen", async ({
  upload,
  folder,
}) => {
  const files = [
    await paddedPng("先选的大图.png", 8 * 1024 ** 2),
    await png("截图 2026-01-02 下午3.04.05.png"),
    await jpegWithoutPosition("photo with spaces & ampersand.jpg"),
    await animatedGif("动图😀.gif"),
    await webp("100% +plus#hash?.webp"),
    await avif('"><img src=x onerror=alert(1)>.avif'),
  ];
  const paths = await writeFiles(folder, files);
  // On this line the first file is the last to be over.
  await limitUploads(upload.page, 8 * 1024 ** 2, 100);
  await upload.page.evaluate(recordFinishes);

  await upload.drop(...paths);
  await upload.settled(files.length);
  expect((await upload.page.evaluate(() => window.finished)).at(-1)).toBe(files[0]?.name);

  for (const file of files) await expect(upload.row(file.name)).toHaveAttribute("data-stage", "done");
  await upload.copyAllButton.click();
  await expect(upload.summary.getByRole("button", { name: "已复制" })).toBeVisible();

  const links = (await upload.clipboard()).split("\n");
  expect(links).toHaveLength(files.length);
  for (const [index, file] of files.entries()) {
    const link = links[index] ?? "";
    expect(link).toBe(await upload.link(file.name).getAttribute("href"));
    await expectSameBytes(link, file.bytes);
  }
});

test("one link is copied with one click, and the link opens the picture", async ({ upload, folder }) => {
  const file = await png("一张图.png");
  await upload.drop(...(await writeFiles(folder, [file])));

  await expect(upload.row(file.name)).toContainText("已上传 · 320 × 200");
  const copy = upload.row(file.name).getByRole("button", { name: "复制 一张图.png 的链接" });
  await copy.click();
  await expect(copy).toHaveText("已复制");

  const link = await upload.clipboard();
  await expectSameBytes(link, file.bytes);
  const opened = upload.page.waitForEvent("popup");
  await upload.link(file.name).click();
  const picture = await opened;
  await picture.waitForLoadState();
  expect(picture.url()).toBe(link);
  expect(await picture.evaluate(() => document.images[0]?.naturalWidth)).toBe(320);
});

test("a large picture shows every stage, and a progress that only grows and ends with the link", async ({
  upload,
  folder,
}) => {
  const file = await paddedPng("large.png", 32 * 1024 ** 2);
  await limitUploads(upload.page, 16 * 1024 ** 2, 100);
  await upload.page.evaluate(recordProgress, file.name);
  await upload.page.evaluate(holdDigests);

  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);

  const seen = await upload.page.evaluate(() => window.seenProgress);
  const stages = [...new Set(seen.map(({ stage }) => stage))];
  expect(stages).toEqual(expect.arrayContaining(["hashing", "uploading", "verifying", "done"]));
  const values = seen.flatMap(({ value }) => (value === undefined ? [] : [value]));
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(new Set(values).size).toBeGreaterThan(5);
  expect(Math.max(...values)).toBeLessThan(100);
  await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
});

test("the same picture a second time is there at once, under the same link", async ({ upload, folder }) => {
  const file = await webp("once.webp");
  const [first = "", second = ""] = await writeFiles(folder, [file, { ...file, name: "again.webp" }]);

  await upload.drop(first);
  await upload.settled(1);
  await upload.drop(second);
  await upload.settled(2);

  await expect(upload.row("again.webp")).toContainText("秒传");
  expect(await upload.link("again.webp").getAttribute("href")).toBe(
    await upload.link("once.webp").getAttribute("href"),
  );
});

test("a picture that somebody else has uploaded is not sent again", async ({ upload, folder, app, browser }) => {
  const file = await paddedPng("theirs.png", 1024 ** 2);
  const paths = await writeFiles(folder, [file]);
  const other = await browser.newContext();
  const theirs = new UploadPage(await other.newPage());
  await theirs.open(app.url);
  await theirs.drop(...paths);
  await theirs.settled(1);
  const puts: string[] = [];
  upload.page.on("request", (request) => request.method() === "PUT" && puts.push(request.url()));

  await upload.drop(...paths);
  await upload.settled(1);

  await expect(upload.row(file.name)).toContainText("秒传");
  expect(puts).toEqual([]);
  expect(await upload.link(file.name).getAttribute("href")).toBe(await theirs.link(file.name).getAttribute("href"));
  await other.close();
});

declare global {
  interface Window {
    seenProgress: { stage: string; value: number | undefined }[];
    finished: string[];
  }
}

/** Runs in the page: notes the rows' names in the order in which they are done. */
function recordFinishes(): void {
  window.finished = [];
  const note = () => {
    for (const row of document.querySelectorAll('article[data-stage="done"]')) {
      const name = row.getAttribute("aria-label") ?? "";
      if (!window.finished.includes(name)) window.finished.push(name);
    }
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page: a digest is not told before a row shows that it is made, which a loaded machine may be too late for. */
function holdDigests(): void {
  const shown = () => window.seenProgress.some(({ stage }) => stage === "hashing");
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener("message", (event) => {
        if (event.data.type !== "hashed" || shown()) return;
        event.stopImmediatePropagation();
        const tell = () => {
          if (shown()) this.dispatchEvent(new MessageEvent("message", { data: event.data }));
          else requestAnimationFrame(tell);
        };
        tell();
      });
    }
  };
}

/** Runs in the page: notes a row's stage and bar after every change of the document. */
function recordProgress(name: string): void {
  window.seenProgress = [];
  const note = () => {
    const row = document.querySelector<HTMLElement>(`article[aria-label="${name}"]`);
    if (!row) return;
    const now = row.querySelector('[role="progressbar"]')?.getAttribute("aria-valuenow");
    window.seenProgress.push({ stage: row.dataset.stage ?? "", value: now == null ? undefined : Number(now) });
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
}
