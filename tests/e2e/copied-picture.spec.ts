import sharp from "sharp";
import { animatedGif, blackPng, png } from "../helpers/images.ts";
import { expect, expectSameBytes, test } from "./fixtures.ts";
import { kept, reload } from "./journal-page.ts";
import type { UploadPage } from "./upload-page.ts";

const SITE = "https://pictures.example";
const READABLE = { "access-control-allow-origin": "*" };

/** Copies as "copy image" does, pixels and markup, and pastes with the keyboard. */
async function copyAndPaste({ page }: UploadPage, markup: string, pixels: Buffer): Promise<void> {
  await page.evaluate(
    async ([html, bytes]) => {
      const picture = new Blob([new Uint8Array(bytes)], { type: "image/png" });
      const text = new Blob([html], { type: "text/html" });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture, "text/html": text })]);
    },
    [markup, [...pixels]] as const,
  );
  await page.keyboard.press("ControlOrMeta+V");
}

const stillOf = (bytes: Buffer) => sharp(bytes).png().toBuffer();

test("a moving picture that was copied on another page goes up as it is there, and moves", async ({ upload }) => {
  const gif = await animatedGif();
  await upload.page.route(`${SITE}/**`, (route) =>
    route.fulfill({ contentType: gif.type, headers: READABLE, body: gif.bytes }),
  );
  await copyAndPaste(upload, `<img src="${SITE}/a/cat.gif" alt="a cat">`, await stillOf(gif.bytes));
  await upload.settled(1);
  await expectSameBytes((await upload.link("cat.gif").getAttribute("href")) ?? "", gif.bytes);
});

test.describe("what was copied stands", () => {
  test("where the site lets nobody read the picture, under the picture's name", async ({ upload }) => {
    await upload.page.route(`${SITE}/**`, (route) => route.abort("accessdenied"));
    const pixels = (await png()).bytes;
    await copyAndPaste(upload, `<img src="${SITE}/a/%E7%8C%AB.jpg?size=large">`, pixels);
    await upload.settled(1);
    await expect(upload.row("猫.png")).toContainText("已上传 · 320 × 200");
    await expect(upload.row("猫.png")).not.toContainText("静态");
  });

  test("where the site gives other pages a picture of another size", async ({ upload }) => {
    const sign = await animatedGif();
    await upload.page.route(`${SITE}/**`, (route) =>
      route.fulfill({ contentType: sign.type, headers: READABLE, body: sign.bytes }),
    );
    await copyAndPaste(upload, `<img src="${SITE}/dog.gif">`, (await png()).bytes);
    await upload.settled(1);
    await expect(upload.row("dog.png")).toContainText("已上传 · 320 × 200");
    await expect(upload.row("dog.png")).toContainText("静态画面，未能取得原动图");
  });

  test("where the site gives a picture of 400 million pixels, none of which are decoded", async ({ upload }) => {
    const huge = blackPng("huge.png", { width: 20_000, height: 20_000 });
    await upload.page.evaluate(() => {
      const decode = window.createImageBitmap.bind(window);
      const decoded: number[] = [];
      const createImageBitmap = (blob: Blob) => {
        decoded.push(blob.size);
        return decode(blob);
      };
      Object.assign(window, { decoded, createImageBitmap });
    });
    await upload.page.route(`${SITE}/**`, (route) =>
      route.fulfill({ contentType: huge.type, headers: READABLE, body: huge.bytes }),
    );
    await copyAndPaste(upload, `<img src="${SITE}/huge.png">`, (await png()).bytes);
    await upload.settled(1);
    await expect(upload.row("huge.png")).toContainText("已上传 · 320 × 200");
    expect(await upload.page.evaluate(() => Reflect.get(window, "decoded"))).not.toContain(huge.bytes.length);
  });

  test("after a reload too, where the upload was cut off, with the remark that it is a still", async ({ upload }) => {
    await upload.page.route(`${SITE}/**`, (route) => route.abort("accessdenied"));
    await upload.page.route(/songlist/, () => undefined);
    await copyAndPaste(upload, `<img src="${SITE}/cat.gif">`, (await png()).bytes);
    await expect(upload.row("cat.png")).toHaveAttribute("data-stage", "uploading");
    await expect.poll(() => kept(upload.page), { timeout: 15_000 }).toEqual(["cat.png: hashed, kept"]);
    await upload.page.unroute(/songlist/);
    await reload(upload.page);
    await expect(upload.row("cat.png")).toContainText("静态画面，未能取得原动图");
  });

  test("where the site takes too long", async ({ upload }) => {
    await upload.page.route(`${SITE}/**`, () => {});
    await copyAndPaste(upload, `<img src="${SITE}/slow.webp">`, (await png()).bytes);
    await expect(upload.page.getByText("正在读取…")).toBeVisible();
    await expect(upload.row("slow.png")).toContainText("已上传 · 320 × 200");
    await expect(upload.page.getByText("正在读取…")).toHaveCount(0);
  });

  test("where the picture is of a type that may not go up", async ({ upload }) => {
    const { bytes } = await png();
    await upload.page.route(`${SITE}/**`, (route) =>
      route.fulfill({ contentType: "image/bmp", headers: READABLE, body: bytes }),
    );
    await copyAndPaste(upload, `<img src="${SITE}/logo.bmp">`, bytes);
    await upload.settled(1);
    await expect(upload.row("logo.png")).toContainText("已上传 · 320 × 200");
  });
});

test("a picture beside copied text is the clipboard's own, and no site is asked", async ({ upload }) => {
  const asked: string[] = [];
  await upload.page.route(`${SITE}/**`, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await copyAndPaste(upload, `<p>Some words <img src="${SITE}/inline.png"></p>`, (await png()).bytes);
  await upload.settled(1);
  await expect(upload.page.getByRole("article", { name: /^screenshot-/ })).toContainText("已上传 · 320 × 200");
  expect(asked).toEqual([]);
});

test.describe("while the gateway does not answer", () => {
  test.beforeEach(async ({ upload }) => {
    await upload.page.route("**/api/config", () => {});
    await upload.page.reload();
    await upload.chooseButton.waitFor();
  });

  test("a picture beside copied text has its row at once", async ({ upload }) => {
    await copyAndPaste(upload, `<p>Some words <img src="${SITE}/inline.png"></p>`, (await png()).bytes);
    await expect(upload.page.getByRole("article", { name: /^screenshot-/ })).toBeVisible({ timeout: 4_000 });
  });

  test("a copied picture has its row once its site would have been given up", async ({ upload }) => {
    await copyAndPaste(upload, `<img src="${SITE}/cat.gif">`, (await png()).bytes);
    await expect(upload.row("cat.png")).toBeVisible({ timeout: 12_000 });
  });
});
