/*
 * Takes the pictures of the documents from the real app: `npm run screenshots`, after `npm run build`.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BrowserContextOptions, chromium } from "playwright-core";
import { UploadPage } from "../e2e/upload-page.ts";
import { startApp } from "../helpers/app-process.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../helpers/chromium.ts";
import { landscapes } from "./landscapes.ts";

const IMAGES = resolve(import.meta.dirname, "../../docs/images");

const folder = await mkdtemp(join(tmpdir(), "cosdrop-pictures-"));
const paths = await Promise.all(
  (await landscapes()).map(async ({ name, bytes }) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }),
);
const app = await startApp("built");
const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });

async function shoot(name: string, options: BrowserContextOptions, drop: readonly string[]): Promise<void> {
  const context = await browser.newContext({
    deviceScaleFactor: 2,
    locale: "zh-CN",
    reducedMotion: "reduce",
    ...options,
  });
  const upload = new UploadPage(await context.newPage());
  await upload.open(app.url);
  if (drop.length > 0) {
    await upload.drop(...drop);
    await upload.settled(drop.length);
    await upload.page
      .locator("article img, li img")
      .nth(Math.min(drop.length, 3) - 1)
      .waitFor();
  }
  await upload.page.screenshot({ path: join(IMAGES, `${name}.png`) });
  await context.close();
}

/** A view that the uploads before have filled: the history is this browser's own, so one context serves both. */
async function shootHistory(): Promise<void> {
  const context = await browser.newContext({
    deviceScaleFactor: 2,
    locale: "zh-CN",
    reducedMotion: "reduce",
    viewport: wide,
  });
  const page = await context.newPage();
  const upload = new UploadPage(page);
  await upload.open(app.url);
  await upload.drop(...paths);
  await upload.settled(paths.length);
  await page.getByRole("button", { name: "历史" }).click();
  await page
    .locator("li img")
    .nth(paths.length - 1)
    .waitFor();
  await page.screenshot({ path: join(IMAGES, "history.png") });
  await context.close();
}

const wide = { width: 1040, height: 680 };
const phone = { width: 360, height: 720 };
await shoot("page", { viewport: wide }, paths);
await shoot("empty", { viewport: wide }, []);
await shoot("dark", { viewport: wide, colorScheme: "dark" }, paths);
await shoot("phone", { viewport: phone, hasTouch: true, isMobile: true }, paths);
await shootHistory();

await browser.close();
await app.stop();
await rm(folder, { recursive: true });
