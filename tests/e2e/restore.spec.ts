import { utimes } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { paddedPng, png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, watchForProblems, writeFiles } from "./fixtures.ts";
import { HistoryPage } from "./history-page.ts";
import { kept, reload } from "./journal-page.ts";
import { UploadPage } from "./upload-page.ts";

const SIGN = "**/tool/cos/sign?*";

/**
 * A sign API that does not answer, so that uploads are caught in the middle.
 *
 * @returns the way to let it answer from now on. What was asked before stays without an answer, where `unroute` would
 * send it on: the uploads would end before the page goes.
 */
async function holdSigning(page: Page): Promise<() => void> {
  let held = true;
  await page.route(SIGN, (route) => (held ? undefined : route.continue()));
  return () => {
    held = false;
  };
}

test("a reload in the middle brings every file back and finishes it, from bytes that the browser kept", async ({
  upload,
  folder,
}) => {
  const files = [await png("first.png"), await paddedPng("第二.png", 3 * 1024 ** 2)];
  const answerSigning = await holdSigning(upload.page);
  await upload.drop(...(await writeFiles(folder, files)));
  await expect.poll(() => kept(upload.page)).toEqual(["first.png: hashed, kept", "第二.png: hashed, kept"]);

  answerSigning();
  await reload(upload.page);
  await upload.settled(2);
  for (const file of files)
    await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
  await expect.poll(() => kept(upload.page)).toEqual([]);

  await upload.page.reload();
  await upload.chooseButton.waitFor();
  await expect.poll(() => kept(upload.page)).toEqual([]);
  await expect(upload.rows).toHaveCount(0);
});

test("a reload, and another one, keep the order of the list", async ({ upload, folder }) => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index + 1}.png`);
  // So that every row is in view.
  await upload.page.setViewportSize({ width: 1280, height: 2400 });
  await holdSigning(upload.page);
  await upload.drop(...(await writeFiles(folder, await Promise.all(names.map((name) => png(name))))));
  await expect.poll(async () => (await kept(upload.page)).length).toBe(names.length);
  await reload(upload.page);
  await expect(upload.rows).toHaveCount(names.length);
  await expect.poll(() => upload.rowNames()).toEqual(names);

  await upload.drop(...(await writeFiles(folder, [await png("late.png")])));
  await expect.poll(async () => (await kept(upload.page)).length).toBe(names.length + 1);
  await reload(upload.page);
  await expect(upload.rows).toHaveCount(names.length + 1);
  await expect.poll(() => upload.rowNames()).toEqual([...names, "late.png"]);
});

test("a tab that crashes loses nothing: the next page goes on with its files", async ({ upload, folder, app }) => {
  const file = await png("crash.png");
  await holdSigning(upload.page);
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect.poll(() => kept(upload.page)).toEqual(["crash.png: hashed, kept"]);

  const crashed = upload.page.waitForEvent("crash");
  upload.page.goto("chrome://crash").catch(() => undefined);
  await crashed;

  const next = new UploadPage(await upload.page.context().newPage());
  await next.open(app.url);
  await next.settled(1);
  await expectSameBytes((await next.link("crash.png").getAttribute("href")) ?? "", file.bytes);
});

test("a file whose bytes could not be kept says so, and goes on in its row once it is chosen again", async ({
  upload,
  folder,
}) => {
  const file = await png("again.png");
  const [path = ""] = await writeFiles(folder, [file]);
  await utimes(path, 1_700_000_000, 1_700_000_000);
  await upload.page.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 0, usage: 0 });
  });
  await upload.page.reload();
  await upload.chooseButton.waitFor();
  const answerSigning = await holdSigning(upload.page);
  await upload.drop(path);
  await expect.poll(() => kept(upload.page)).toEqual(["again.png: hashed, lost"]);

  answerSigning();
  await reload(upload.page);
  await expect(upload.row("again.png")).toContainText("请重新选择同一个文件");
  await expect(upload.summary).toContainText("有 1 个文件需要重新选择");
  await expect(upload.summary.getByRole("button", { name: "重试失败项" })).toHaveCount(0);
  const chooser = upload.page.waitForEvent("filechooser");
  await upload.summary.getByRole("button", { name: "重新选择文件" }).click();
  await (await chooser).setFiles(path);
  await upload.settled(1);
  await expect(upload.rows).toHaveCount(1);
  await expectSameBytes((await upload.link("again.png").getAttribute("href")) ?? "", file.bytes);
});

test("another tab does not take up what a living one is uploading", async ({ upload, folder, app }) => {
  const file = await png("mine.png");
  await upload.page.route(SIGN, () => undefined);
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect.poll(() => kept(upload.page)).toEqual(["mine.png: hashed, kept"]);

  const page = await upload.page.context().newPage();
  const other = new UploadPage(page);
  await page.addInitScript(() => {
    const request = LockManager.prototype.request;
    LockManager.prototype.request = function (this: LockManager, ...asked: Parameters<typeof request>) {
      const answer = request.apply(this, asked);
      answer.catch((error: DOMException) => document.documentElement.setAttribute("data-refused", error.name));
      return answer;
    } as typeof request;
  });
  await other.open(app.url);
  // It asks for the living tab's lock and gives that up; until then nothing is decided.
  await expect(page.locator("html")).toHaveAttribute("data-refused", "TimeoutError");
  await expect(other.rows).toHaveCount(0);
  // What was held is sent on.
  await upload.page.unroute(SIGN);
  await upload.settled(1);
  await expectSameBytes((await upload.link("mine.png").getAttribute("href")) ?? "", file.bytes);
  await expect(other.rows).toHaveCount(0);
});

for (const [what, refuse] of [
  [
    "refuses IndexedDB",
    () =>
      void Object.defineProperty(IDBFactory.prototype, "open", {
        value: () => {
          throw new DOMException("refused", "SecurityError");
        },
      }),
  ],
  [
    "has no room left",
    () =>
      void Object.defineProperty(IDBObjectStore.prototype, "put", {
        value: () => {
          throw new DOMException("full", "QuotaExceededError");
        },
      }),
  ],
  ["has no Web Locks", () => void Object.defineProperty(Navigator.prototype, "locks", { value: undefined })],
] as const) {
  test(`a browser that ${what} uploads as ever`, async ({ page, folder, app }) => {
    const problems = watchForProblems(page);
    await page.addInitScript(refuse);
    const upload = new UploadPage(page);
    await upload.open(app.url);
    const file = await png("plain.png");
    await upload.drop(...(await writeFiles(folder, [file])));
    await upload.settled(1);
    await expectSameBytes((await upload.link("plain.png").getAttribute("href")) ?? "", file.bytes);
    await page.reload();
    await upload.chooseButton.waitFor();
    await expect(upload.rows).toHaveCount(0);
    expect(problems).toEqual([]);
  });
}

test("a file that is finished in the moment in which the page goes is not brought back as unfinished", async ({
  upload,
  folder,
}) => {
  let answer = () => Promise.resolve();
  await upload.page.route(SIGN, (route) => {
    answer = () => route.continue();
  });
  await upload.drop(...(await writeFiles(folder, [await png("late.png")])));
  await expect.poll(() => kept(upload.page)).toEqual(["late.png: hashed, kept"]);
  const again = upload.page.waitForEvent("load");
  await upload.page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-stage="done"]')) return;
      observer.disconnect();
      location.reload();
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
  });
  await answer();
  await again;
  await upload.chooseButton.waitFor();
  await expect.poll(() => kept(upload.page)).toEqual([]);
  await expect(upload.rows).toHaveCount(0);
  const history = new HistoryPage(upload.page);
  await history.open();
  await expect(history.row("late.png")).toBeVisible();
});

test("rows are kept again after the browser has closed the journal under the page", async ({ upload, folder }) => {
  await upload.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase("cosdrop-journal");
        deleting.onsuccess = () => resolve();
        deleting.onerror = () => reject(deleting.error);
      }),
  );
  await holdSigning(upload.page);
  await upload.drop(...(await writeFiles(folder, [await png("after.png")])));
  // To look for rows before the page has opened it again would make one without tables.
  const names = () => upload.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(names).toContain("cosdrop-journal");
  await expect.poll(() => kept(upload.page)).toEqual(["after.png: hashed, kept"]);
});

test("what this browser has uploaded is there at once on a later page, without asking for a signature", async ({
  upload,
  folder,
}) => {
  const file = await png("known.png");
  const paths = await writeFiles(folder, [file]);
  await upload.drop(...paths);
  await upload.settled(1);
  const link = (await upload.link("known.png").getAttribute("href")) ?? "";

  await upload.page.reload();
  await upload.chooseButton.waitFor();
  let asked = 0;
  await upload.page.route(SIGN, (route) => {
    asked += 1;
    return route.continue();
  });
  await upload.drop(...paths);
  await upload.settled(1);
  await expect(upload.row("known.png")).toContainText("秒传");
  await expect(upload.link("known.png")).toHaveAttribute("href", link);
  expect(asked).toBe(0);
});

test("a known link that does not work any more is not given: the file goes up again", async ({ upload, folder }) => {
  const file = await png("dead.png");
  const paths = await writeFiles(folder, [file]);
  await upload.drop(...paths);
  await upload.settled(1);
  await upload.page.reload();
  await upload.chooseButton.waitFor();
  // The fresh look alone finds nothing, as after the store has lost the object.
  await upload.page.route(/[?&]recheck=/, (route) => route.fulfill({ status: 404, body: "" }));
  const signed = upload.page.waitForRequest(/\/tool\/cos\/sign\?/);
  await upload.drop(...paths);
  await signed;
  await upload.settled(1);
  await expectSameBytes((await upload.link("dead.png").getAttribute("href")) ?? "", file.bytes);
});
