import type { Page } from "@playwright/test";
import { SHARE_CACHE, SHARE_NAME_HEADER, SHARED_SEARCH } from "../../src/contract/share.ts";
import { SIGN_PATH } from "../../src/contract/sign.ts";
import { png, type TestFile } from "../helpers/images.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import { kept } from "./journal-page.ts";
import { UploadPage } from "./upload-page.ts";

const LANGUAGES = [
  {
    locale: "zh-CN",
    waits: "来自分享，等待你确认",
    one: /^有 1 个文件来自分享，尚未上传。/,
    many: /^有 2 个文件来自分享，尚未上传。任何网页都能这样发送文件/,
    upload: "上传",
    wayIn: "选择图片",
  },
  {
    locale: "en-GB",
    waits: "Shared: needs your OK",
    one: /^1 shared file is not uploaded yet\./,
    many: /^2 shared files are not uploaded yet\. Any web page can send files this way: press Upload/,
    upload: "Upload",
    wayIn: "Choose images",
  },
];

/** What the service worker leaves behind for the page that it opens in a tab. */
async function openShared(page: Page, url: string, files: readonly TestFile[]): Promise<void> {
  await page.goto(url);
  const shared = files.map(({ name, type, bytes }) => ({ name, type, bytes: [...bytes] }));
  await page.evaluate(
    async ({ shared, cache, header }) => {
      const kept = await caches.open(cache);
      for (const [at, { name, type, bytes }] of shared.entries()) {
        const headers = { "content-type": type, [header]: encodeURIComponent(name) };
        await kept.put(`/share/${at}`, new Response(new Uint8Array(bytes), { headers }));
      }
    },
    { shared, cache: SHARE_CACHE, header: SHARE_NAME_HEADER },
  );
  await page.goto(`${url}/${SHARED_SEARCH}`);
}

for (const { locale, waits, one, many, upload: word, wayIn } of LANGUAGES) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("what was shared into a tab says why it waits, after a reload too, and one button uploads it, but nothing else that is held", async ({
      page,
      app,
      folder,
    }) => {
      const files = [await png("first.png"), await png("second.png")];
      const signed: string[] = [];
      page.on("request", (request) => request.url().includes(SIGN_PATH) && signed.push(request.url()));
      await openShared(page, app.url, files);
      const upload = new UploadPage(page);
      const bar = page.getByRole("region", { name: /^(列表操作|List actions)$/ });
      await expect(bar.getByText(many)).toBeVisible();
      for (const { name } of files) await expect(upload.row(name)).toContainText(waits);

      await expect.poll(() => kept(page), { timeout: 20_000 }).toEqual(files.map(({ name }) => `${name}: new, kept`));
      await page.reload();
      await expect(bar.getByText(many)).toBeVisible();
      for (const { name } of files) await expect(upload.row(name)).toContainText(waits);
      expect(signed).toEqual([]);
      await expectAccessible(page, "shared files wait");

      const [own = ""] = await writeFiles(folder, [await png("own.png")]);
      const release = await holdSigning(page);
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: wayIn }).click();
      await (await chooser).setFiles(own);
      await upload
        .row("own.png")
        .getByRole("button", { name: /^(暂停|Pause) / })
        .click();
      await expect(upload.row("own.png")).toHaveAttribute("data-stage", "paused");
      await expect(upload.row("own.png")).not.toContainText(waits);
      await release();

      await upload
        .row("first.png")
        .getByRole("button", { name: /^(继续|Resume) / })
        .click();
      await expect(upload.row("first.png")).toHaveAttribute("data-stage", "done");
      await expect(bar.getByText(one)).toBeVisible();
      await bar.getByRole("button", { name: word, exact: true }).press("Enter");
      await expect(upload.row("second.png")).toHaveAttribute("data-stage", "done");
      await expect(bar.getByText(one)).toHaveCount(0);
      await expect(page.locator(":focus")).toHaveCount(1);
      await expect(upload.row("own.png")).toHaveAttribute("data-stage", "paused");
    });
  });
}

/** Keeps a file under way for as long as a person needs to hold it. */
async function holdSigning(page: Page): Promise<() => Promise<void>> {
  const pattern = `**${SIGN_PATH}?*`;
  await page.route(pattern, () => undefined);
  return () => page.unroute(pattern);
}
