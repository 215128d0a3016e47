import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { png, smallPng } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";

test("a click on the button opens the picker, and so does the keyboard", async ({ upload, folder }) => {
  const [a = "", b = ""] = await writeFiles(folder, [await png("click.png"), await png("key.png")]);

  await upload.pick(a);
  await upload.settled(1);
  await upload.chooseButton.focus();
  const chooser = upload.page.waitForEvent("filechooser");
  await upload.page.keyboard.press("Enter");
  await (await chooser).setFiles([b]);
  await upload.settled(2);

  await expect(upload.row("key.png")).toHaveAttribute("data-stage", "done");
});

test("the same file can be chosen twice in a row", async ({ upload, folder }) => {
  const [path = ""] = await writeFiles(folder, [await png("twice.png")]);
  await upload.pick(path);
  await upload.settled(1);
  await upload.pick(path);
  await upload.settled(2);
});

test("a pasted screenshot is named by the moment of pasting, and uploaded", async ({ upload }) => {
  const bytes = [...(await png()).bytes];
  await upload.page.evaluate((data) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(data)], "image.png", { type: "image/png" }));
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, bytes);
  await upload.settled(1);

  const name = await upload.rows.first().getAttribute("aria-label");
  expect(name).toMatch(/^screenshot-\d{8}-\d{6}\.png$/);
  await expectSameBytes((await upload.link(name ?? "").getAttribute("href")) ?? "", Buffer.from(bytes));
});

test("Ctrl+V pastes a picture while the box of a row has the focus", async ({ upload, folder }) => {
  await upload.drop(...(await writeFiles(folder, [await png("first.png")])));
  await upload.settled(1);
  const pasted = [...(await png()).bytes];
  await upload.page.evaluate((data) => {
    const blob = new Blob([new Uint8Array(data)], { type: "image/png" });
    return navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  }, pasted);

  await upload.page.getByRole("checkbox", { name: "选择 first.png" }).focus();
  await upload.page.keyboard.press("ControlOrMeta+v");
  await upload.settled(2);

  await expect(upload.page.getByRole("article", { name: /^screenshot-/ })).toHaveAttribute("data-stage", "done");
});

test("files and a folder in one drop are listed in the order chosen, and a folder's name turns no text around", async ({
  upload,
  folder,
}) => {
  const names = ["z.png", "旅行\u202e/b.png", "旅行\u202e/c/a.png", "y.png"];
  await writeFiles(folder, await Promise.all(names.map((name) => png(name))));
  await upload.drop(join(folder, "z.png"), join(folder, "旅行\u202e"), join(folder, "y.png"));
  await upload.settled(4);
  await expect.poll(() => upload.rowNames()).toEqual(["z.png", "b.png", "a.png", "y.png"]);
  await expect(upload.row("a.png").getByTitle("旅行\ufffd/c/a.png")).toBeVisible();
});

test("a folder chosen by its button is taken with everything below it", async ({ upload, folder }) => {
  await writeFiles(folder, [await png("相册/a.png"), await png("相册/内/b.png")]);
  const chooser = upload.page.waitForEvent("filechooser");
  await upload.page.getByRole("button", { name: "选择文件夹" }).click();
  await (await chooser).setFiles(join(folder, "相册"));
  await upload.settled(2);
  expect((await upload.rowNames()).toSorted()).toEqual(["a.png", "b.png"]);
  await expect(upload.row("b.png").getByTitle("相册/内/b.png")).toBeVisible();
});

test("hundreds of small files in nested folders are all uploaded, in the order of the folders", async ({
  upload,
  folder,
}) => {
  test.setTimeout(120_000);
  // A browser gives a folder by a hundred entries at a time.
  const root = join(folder, "几百张");
  const expected: string[] = [];
  for (let group = 0; group < 2; group += 1) {
    const inner = join(root, `组${group}`, "inner");
    await mkdir(inner, { recursive: true });
    for (let index = 0; index < 130; index += 1) {
      const seed = group * 1000 + index;
      await writeFile(join(inner, `${String(seed).padStart(4, "0")}.png`), await smallPng(seed));
      expected.push(`_${(await smallPng(seed)).length.toString(16)}.png`);
    }
  }

  await upload.drop(root);
  await upload.settled(260);

  await expect(upload.summary).toContainText("260 / 260 已完成");
  expect(await upload.rows.count()).toBeLessThan(60);
  await upload.copyAllButton.click();
  await expect(upload.summary.getByRole("button", { name: "已复制" })).toBeVisible();
  const links = (await upload.clipboard()).split("\n");
  expect(new Set(links).size).toBe(260);
  expect(links).toHaveLength(expected.length);
  for (const seed of [0, 129, 1129]) {
    const place = Math.floor(seed / 1000) * 130 + (seed % 1000);
    await expectSameBytes(links[place] ?? "", await smallPng(seed));
  }
});

for (const [button, stops] of [
  ["全部取消", "with everything else"],
  ["停止读取", "by itself"],
] as const) {
  test(`a folder that is still being read can be called off ${stops}: nothing of it comes later`, async ({
    upload,
    folder,
  }) => {
    const root = join(folder, "deep");
    await mkdir(root);
    for (let index = 0; index < 60; index += 1) {
      await writeFile(join(root, `${String(index).padStart(4, "0")}.png`), await smallPng(30_000 + index));
    }
    let answerSigning: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answerSigning = resolve;
    });
    await upload.page.route("**/tool/cos/sign?*", async (route) => {
      await answered;
      // Nobody waits any more for the answer to a file that was cancelled.
      await route.continue().catch(() => undefined);
    });
    await upload.page.evaluate(holdLastFile, "0059.png");
    await upload.drop(root);
    await upload.page.waitForFunction(() => window.readLastFile !== undefined);

    await upload.page.getByRole("button", { name: button }).click();
    await upload.page.evaluate(() => window.readLastFile?.());
    await expect(upload.page.getByText("已停止读取，尚未读到的文件没有添加")).toBeVisible();
    await expect(upload.page.getByText("正在读取")).toHaveCount(0);
    // Handed on in batches, whose size depends on the time that they take; the last one never was.
    const handedOn = Number(/ (\d+) 已完成/.exec((await upload.summary.textContent()) ?? "")?.[1]);
    expect(handedOn).toBeLessThan(60);
    answerSigning();
    await upload.drop(...(await writeFiles(folder, [await png("next.png")])));
    await upload.settled(handedOn + 1);
    const done = button === "停止读取" ? handedOn + 1 : 1;
    await expect(upload.summary).toContainText(`${done} / ${handedOn + 1} 已完成`);
  });
}

test("a folder that vanishes while it is read leaves a reason on every row that it cost, and stops nothing else", async ({
  upload,
  folder,
}) => {
  const root = join(folder, "vanishing");
  await mkdir(root);
  for (let index = 0; index < 60; index += 1) {
    await writeFile(join(root, `${String(index).padStart(4, "0")}.png`), await smallPng(20_000 + index));
  }
  const [other = ""] = await writeFiles(folder, [await png("other.png")]);
  await upload.page.evaluate(holdLastFile, "0059.png");

  await upload.drop(root);
  await upload.rows.first().waitFor();
  await upload.page.waitForFunction(() => window.readLastFile !== undefined);
  await rm(root, { recursive: true });
  await upload.page.evaluate(() => window.readLastFile?.());
  await upload.drop(other);

  await expect(upload.page.getByText("正在读取")).toHaveCount(0);
  await upload.settled(61);
  // The end moves down once the rows before it are in view, and known to be taller than thought.
  await expect(async () => {
    await upload.page.mouse.wheel(0, 1_000_000);
    await upload.row("other.png").waitFor({ timeout: 500 });
  }).toPass();
  await expect(upload.row("0059.png")).toContainText(
    "无法读取这个文件。请确认文件还在原处且有权限打开，然后重新选择。",
  );
  await expect(upload.row("other.png")).toHaveAttribute("data-stage", "done");
  const words = await upload.summary.textContent();
  const number = (pattern: RegExp) => Number(pattern.exec(words ?? "")?.[1] ?? 0);
  expect(number(/(\d+) \/ 61 已完成/) + number(/(\d+) 个失败/)).toBe(61);
});

test("a drop is answered with how many files were added, and how many were skipped and why", async ({
  upload,
  folder,
}) => {
  const root = join(folder, "mixed");
  await writeFiles(root, [await png("a.png"), { name: "notes.txt", type: "text/plain", bytes: Buffer.from("notes") }]);
  for (const name of [".DS_Store", "Thumbs.db"]) await writeFile(join(root, name), "of the system");
  await upload.drop(root);
  await expect(upload.page.getByRole("status").first()).toHaveText(
    "已添加 2 个文件；跳过 2 个系统文件（如 .DS_Store）",
  );
  await upload.settled(2);
  await expect(upload.row("notes.txt")).toHaveAttribute("data-stage", "failed");
});

test("text dragged onto the page is answered with what to do instead", async ({ upload }) => {
  await upload.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "not a file");
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(upload.page.getByText("没有找到图片。")).not.toHaveCount(0);
});

declare global {
  interface Window {
    /** Set once the browser has been asked for the last file. */
    readLastFile?: () => void;
  }
}

/** Runs in the page: the dropped folder is listed, and its last file is opened when the test says so. */
function holdLastFile(last: string): void {
  const isFolder = (entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry => entry?.isDirectory === true;
  const isLast = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.name === last;
  const hold = (entry: FileSystemEntry) => {
    if (!isLast(entry)) return;
    const open = entry.file.bind(entry);
    entry.file = (...callbacks) => {
      window.readLastFile = () => open(...callbacks);
    };
  };
  const toEntry = DataTransferItem.prototype.webkitGetAsEntry;
  DataTransferItem.prototype.webkitGetAsEntry = function () {
    const folder = toEntry.call(this);
    if (!isFolder(folder)) return folder;
    const createReader = folder.createReader.bind(folder);
    folder.createReader = () => {
      const reader = createReader();
      return {
        readEntries: (found, failed) =>
          reader.readEntries((entries) => {
            entries.forEach(hold);
            found(entries);
          }, failed),
      };
    };
    return folder;
  };
}

test("nothing on a row that is on its way turns the direction of its name around, its progress bar included", async ({
  upload,
  folder,
}) => {
  await upload.page.route("**/tool/cos/sign?*", () => undefined);
  await upload.drop(...(await writeFiles(folder, [await png("gnp\u202e.png")])));
  await expect(upload.row("gnp\ufffd.png").getByRole("progressbar")).toHaveAccessibleName("gnp\ufffd.png 的进度");
});
