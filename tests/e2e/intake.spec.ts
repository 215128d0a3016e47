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

test("a thousand small files in nested folders are all uploaded, in the order of the folders", async ({
  upload,
  folder,
}) => {
  test.setTimeout(240_000);
  const root = join(folder, "一千张");
  const expected: string[] = [];
  for (let group = 0; group < 4; group += 1) {
    const inner = join(root, `组${group}`, "inner");
    await mkdir(inner, { recursive: true });
    for (let index = 0; index < 250; index += 1) {
      const seed = group * 1000 + index;
      await writeFile(join(inner, `${String(seed).padStart(4, "0")}.png`), await smallPng(seed));
      expected.push(`_${(await smallPng(seed)).length.toString(16)}.png`);
    }
  }

  await upload.drop(root);
  await upload.settled(1000);

  await expect(upload.summary).toContainText("1,000 / 1,000 已完成");
  expect(await upload.rows.count()).toBeLessThan(60);
  await upload.copyAllButton.click();
  await expect(upload.summary.getByRole("button", { name: "已复制" })).toBeVisible();
  const links = (await upload.clipboard()).split("\n");
  expect(new Set(links).size).toBe(1000);
  expect(links).toHaveLength(expected.length);
  for (const seed of [0, 1249, 3249]) {
    const place = Math.floor(seed / 1000) * 250 + (seed % 1000);
    await expectSameBytes(links[place] ?? "", await smallPng(seed));
  }
});

test("a folder that vanishes while it is read leaves a reason on every row that it cost, and stops nothing else", async ({
  upload,
  folder,
}) => {
  const root = join(folder, "vanishing");
  await mkdir(root);
  for (let index = 0; index < 400; index += 1) {
    await writeFile(join(root, `${String(index).padStart(4, "0")}.png`), await smallPng(20_000 + index));
  }
  const [other = ""] = await writeFiles(folder, [await png("other.png")]);

  await upload.drop(root);
  await upload.rows.first().waitFor();
  await rm(root, { recursive: true });
  await upload.drop(other);

  await expect(upload.page.getByText("正在读取文件夹")).toHaveCount(0);
  await upload.summary.getByRole("button", { name: "全部取消" }).waitFor({ state: "detached" });
  const { done, failed, files } = await upload.page.evaluate(() => {
    const words = document.querySelector("main")?.textContent ?? "";
    const [, done = "", files = ""] = /([\d,]+) \/ ([\d,]+) 已完成/.exec(words) ?? [];
    const [, failed = "0"] = /([\d,]+) 个失败/.exec(words) ?? [];
    const number = (text: string) => Number(text.replaceAll(",", ""));
    return { done: number(done), files: number(files), failed: number(failed) };
  });
  expect(done + failed).toBe(files);
  expect(done).toBeGreaterThanOrEqual(1);
  await upload.page.mouse.wheel(0, 1_000_000);
  await expect(upload.row("other.png")).toHaveAttribute("data-stage", "done");
});

test("text dragged onto the page is answered with what to do instead", async ({ upload }) => {
  await upload.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "not a file");
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(upload.page.getByText("拖入的内容里没有文件")).not.toHaveCount(0);
});
