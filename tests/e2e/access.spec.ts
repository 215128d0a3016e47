import type { Locator } from "@playwright/test";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import { expect, expectSameBytes, test as plain, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

const RIGHT = "the-right-token-123";
const WRONG = "这个口令不正确或已失效";

const test = plain.extend<{ form: TokenForm }, { guarded: RunningApp }>({
  guarded: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
    async ({}, use) => {
      const guarded = await startApp("built", { ACCESS_TOKEN: RIGHT });
      await use(guarded);
      await guarded.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  form: async ({ page }, use) => {
    await use(new TokenForm(page.getByRole("form", { name: "需要访问口令" })));
  },
});

class TokenForm {
  readonly root: Locator;

  constructor(root: Locator) {
    this.root = root;
  }

  get field(): Locator {
    return this.root.getByLabel("访问口令");
  }

  get remember(): Locator {
    return this.root.getByRole("checkbox");
  }

  async give(token: string): Promise<void> {
    await this.field.fill(token);
    await this.root.getByRole("button", { name: "确定" }).click();
  }
}

test("a token copied together with unseen characters and blanks is taken for what it looks like", async ({
  page,
  folder,
  guarded,
  form,
}) => {
  const file = await png("unseen.png");
  const upload = new UploadPage(page);
  await upload.open(guarded.url);
  await form.give(`\u200b ${RIGHT.slice(0, 4)}\u00ad${RIGHT.slice(4)}\u200b\u00a0`);
  await upload.drop(...(await writeFiles(folder, [file])));
  await upload.settled(1);
  await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
});

test("a token that no request can carry is called wrong, and neither kept nor taken for a fault of the network", async ({
  page,
  folder,
  guarded,
  form,
}) => {
  const upload = new UploadPage(page);
  await upload.open(guarded.url);
  await upload.drop(...(await writeFiles(folder, [await png("wide.png")])));
  await expect(form.root).toContainText("填写后才能上传");
  await form.remember.check();
  await form.give("ｔhe-right-token-123");
  await expect(form.root).toContainText(WRONG);
  await expect(form.field).toBeFocused();
  await expect(form.field).toHaveAccessibleDescription(new RegExp(WRONG));
  await expect(upload.row("wide.png")).toContainText("需要访问口令");
  expect(await page.evaluate(() => localStorage.getItem("cosdrop:token"))).toBeNull();

  await form.give(RIGHT);
  await upload.settled(1);
});

test("a token kept by an earlier visit that no request can carry is asked for again", async ({
  page,
  guarded,
  form,
}) => {
  await page.addInitScript(() => localStorage.setItem("cosdrop:token", "gut\u200b"));
  await new UploadPage(page).open(guarded.url);
  await expect(form.root).toContainText(WRONG);
});

test("a refused token gives the keyboard back to its field, and does not forget that it was to be remembered", async ({
  page,
  folder,
  guarded,
  form,
}) => {
  const upload = new UploadPage(page);
  await upload.open(guarded.url);
  await upload.drop(...(await writeFiles(folder, [await png("again.png")])));
  await expect(upload.row("again.png")).toHaveAttribute("data-stage", "failed");
  await form.remember.check();
  await form.field.fill("a-wrong-token-456");
  await page.keyboard.press("Enter");
  await expect(form.root).toContainText(WRONG);
  await expect(form.field).toBeFocused();
  await expect(form.remember).toBeChecked();

  await page.keyboard.insertText(RIGHT);
  await page.keyboard.press("Enter");
  await upload.settled(1);
  await expect(form.root).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("cosdrop:token"))).toBe(RIGHT);
});

test("a refusal does not take the keyboard from whoever has gone on", async ({ page, folder, guarded, form }) => {
  const upload = new UploadPage(page);
  await upload.open(guarded.url);
  await form.give("a-wrong-token-456");
  await expect(form.root).toHaveCount(0);
  await page.getByRole("button", { name: "设置" }).focus();
  await upload.drop(...(await writeFiles(folder, [await png("later.png")])));
  await expect(form.root).toContainText(WRONG);
  await expect(page.getByRole("button", { name: "设置" })).toBeFocused();
});

test("a token remembered in one tab sets another tab going that waits for one", async ({
  page,
  context,
  folder,
  guarded,
  form,
}) => {
  const upload = new UploadPage(page);
  await upload.open(guarded.url);
  await upload.drop(...(await writeFiles(folder, [await png("waits.png")])));
  await expect(upload.row("waits.png")).toHaveAttribute("data-stage", "failed");

  const second = await context.newPage();
  await new UploadPage(second).open(guarded.url);
  const there = new TokenForm(second.getByRole("form", { name: "需要访问口令" }));
  await there.remember.check();
  await there.give(RIGHT);
  await upload.settled(1);
  await expect(upload.link("waits.png")).toBeVisible();
  await expect(form.root).toHaveCount(0);
});
