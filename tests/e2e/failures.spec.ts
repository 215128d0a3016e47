import { chmod, rm } from "node:fs/promises";
import { renderersMemory } from "../bench/hash-memory.ts";
import { startApp } from "../helpers/app-process.ts";
import { paddedPng, png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { limitUploads } from "./upload-limit.ts";
import { UploadPage } from "./upload-page.ts";

test("every bad file says why on its row, and the good one between them goes up", async ({ upload, folder }) => {
  const good = await png("good.png");
  const paths = await writeFiles(folder, [
    { name: "text.png", type: "text/plain", bytes: Buffer.from("I am no picture.") },
    { name: "empty.png", type: "image/png", bytes: Buffer.alloc(0) },
    good,
    { name: "vector.svg", type: "image/svg+xml", bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    await paddedPng("huge.png", 101 * 1024 ** 2),
  ]);

  await upload.drop(...paths);
  await upload.settled(paths.length);

  await expect(upload.row("text.png")).toContainText(
    "文件内容不是支持的图片格式。请转换为 PNG、JPEG、GIF、WebP 或 AVIF 后再试。",
  );
  await expect(upload.row("empty.png")).toContainText("文件是空的（0 字节）。");
  await expect(upload.row("vector.svg")).toContainText("文件内容不是支持的图片格式。");
  await expect(upload.row("huge.png")).toContainText("文件超过了 100 MB 的上限。");
  await expectSameBytes((await upload.link("good.png").getAttribute("href")) ?? "", good.bytes);
  await expect(upload.summary).toContainText("4 个失败");
});

test("a file deleted after it was hashed says so, instead of blaming the network", async ({ upload, folder }) => {
  const [path = ""] = await writeFiles(folder, [await png("gone.png")]);
  await upload.page.route("**/tool/cos/sign?*", (route) =>
    route.fulfill({ status: 403, json: { code: 403, message: "" } }),
  );
  await upload.drop(path);
  await expect(upload.row("gone.png")).toHaveAttribute("data-stage", "failed");

  await rm(path);
  await upload.page.unroute("**/tool/cos/sign?*");
  await upload.row("gone.png").getByRole("button", { name: "重试 gone.png" }).click();

  await expect(upload.row("gone.png")).toContainText("文件在选择之后被修改、移动或删除了。请重新选择这个文件。");
});

test("a sign API that is down is named on the row, and a retry after it is back goes through", async ({
  upload,
  folder,
}) => {
  const file = await png("later.png");
  const [path = ""] = await writeFiles(folder, [file]);
  await upload.page.route("**/tool/cos/sign?*", (route) => route.abort("connectionrefused"));
  await upload.drop(path);
  await expect(upload.row("later.png")).toHaveAttribute("data-stage", "failed", { timeout: 45_000 });
  await expect(upload.row("later.png")).toContainText("无法连接上传服务。");

  await upload.page.unroute("**/tool/cos/sign?*");
  await upload.row("later.png").getByRole("button", { name: "重试 later.png" }).click();
  await upload.settled(1);

  await expectSameBytes((await upload.link("later.png").getAttribute("href")) ?? "", file.bytes);
});

test("a sign API that answers nonsense is an error on the row, and nothing of it reaches the page", async ({
  upload,
  folder,
}) => {
  const [path = ""] = await writeFiles(folder, [await png("nonsense.png")]);
  const answers = [
    "<html><script>alert(1)</script>",
    '{"code":0,"message":"ok","data":{"url":"javascript:alert(1)","method":"PUT","header":{},"CDN":"javascript:alert(1)"}}',
    '{"code":0,"message":"ok","data":{"__proto__":{"url":"http://127.0.0.1/"}}}',
    `{"code":0,"message":"${"x".repeat(5 * 1024 ** 2)}"}`,
  ];
  for (const body of answers) {
    await upload.page.route("**/tool/cos/sign?*", (route) => route.fulfill({ contentType: "application/json", body }));
    await upload.drop(path);
    const row = upload.row("nonsense.png");
    await expect(row).toHaveAttribute("data-stage", "failed");
    await expect(row).toContainText("签名服务返回了无法识别的内容。");
    expect(await upload.page.locator('a[href^="javascript:"]').count()).toBe(0);
    await row.getByRole("button", { name: "移除 nonsense.png" }).click();
    await upload.page.unroute("**/tool/cos/sign?*");
  }
});

test("a signed address outside the store is refused before a byte is sent", async ({ upload, folder }) => {
  const [path = ""] = await writeFiles(folder, [await png("elsewhere.png")]);
  const sent: string[] = [];
  upload.page.on("request", (request) => sent.push(request.url()));
  await upload.page.route("**/tool/cos/sign?*", (route) =>
    route.fulfill({
      json: {
        code: 0,
        message: "ok",
        data: { url: "https://evil.example/x", method: "PUT", header: {}, CDN: "https://evil.example/x" },
      },
    }),
  );
  await upload.drop(path);
  await expect(upload.row("elsewhere.png")).toContainText("签名指向了不允许的存储地址");
  expect(sent.filter((url) => url.includes("evil.example"))).toEqual([]);
});

test("a refused signature is named with the store's request number", async ({ upload, folder }) => {
  const [path = ""] = await writeFiles(folder, [await png("refused.png")]);
  await upload.page.route("**/tool/cos/sign?*", async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, body: text.replace(/q-signature=[0-9a-f]{40}/, `q-signature=${"0".repeat(40)}`) });
  });
  await upload.drop(path);
  await expect(upload.row("refused.png")).toContainText("存储服务不认可这次的签名。");
  await expect(upload.row("refused.png")).toContainText("请求编号");
});

test("a server on the way that refuses the size is not taken for the page's own limit, and can be tried again", async ({
  upload,
  folder,
}) => {
  const file = await png("proxied.png");
  const refuse = { status: 413, contentType: "text/html", body: "<h1>413 Request Entity Too Large</h1>" };
  await upload.page.route(/songlist/, (route) =>
    route.fulfill({ ...refuse, headers: { "access-control-allow-origin": "*" } }),
  );
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect(upload.row("proxied.png")).toContainText(
    "上传途中的服务器不接受这么大的文件，它的上限低于这里的 100 MB。" +
      "请压缩图片；或请联系管理员调高那台服务器的上限（如 nginx 的 client_max_body_size），然后重试。",
  );
  await upload.page.unroute(/songlist/);
  await upload.row("proxied.png").getByRole("button", { name: "重试 proxied.png" }).click();
  await upload.settled(1);
  await expectSameBytes((await upload.link("proxied.png").getAttribute("href")) ?? "", file.bytes);
});

test("an upload that is cancelled stops, stays cancelled, and goes up when it is retried", async ({
  upload,
  folder,
}) => {
  const file = await paddedPng("slow.png", 8 * 1024 ** 2);
  const [path = ""] = await writeFiles(folder, [file]);
  const openLine = await limitUploads(upload.page, 512 * 1024);

  await upload.drop(path);
  await expect(upload.row("slow.png")).toHaveAttribute("data-stage", "uploading");
  await upload.row("slow.png").getByRole("button", { name: "取消 slow.png" }).click();
  await expect(upload.row("slow.png")).toHaveAttribute("data-stage", "cancelled");

  await openLine();
  await upload.row("slow.png").getByRole("button", { name: "重试 slow.png" }).click();
  await upload.settled(1);
  await expectSameBytes((await upload.link("slow.png").getAttribute("href")) ?? "", file.bytes);
});

test("a clipboard that is refused offers the link as selected text", async ({ upload, folder }) => {
  const [path = ""] = await writeFiles(folder, [await png("manual.png")]);
  await upload.page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new DOMException("denied", "NotAllowedError")) },
    });
    document.execCommand = () => false;
  });
  await upload.drop(path);
  await upload.row("manual.png").getByRole("button", { name: "复制 manual.png 的链接" }).click();

  const dialog = upload.page.getByRole("dialog", { name: "请手动复制" });
  await expect(dialog).toBeVisible();
  const selected = await dialog
    .getByRole("textbox")
    .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(selected).toBe(await upload.link("manual.png").getAttribute("href"));
  await upload.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a gateway that is down is said on the page before anybody tries", async ({ page }) => {
  const own = await startApp("built");
  try {
    await page.route("**/api/config", (route) => route.abort());
    await page.goto(own.url);
    const notice = page.getByRole("alert");
    await expect(notice).toContainText("无法连接上传服务");
    // What comes late asks again by itself.
    await page.waitForLoadState("networkidle");
    await page.unroute("**/api/config");
    await notice.getByRole("button", { name: "重试" }).click();
    await expect(notice).toHaveCount(0);
  } finally {
    await own.stop();
  }
});

test("a file refused by a rule that is another one by now goes up when it is tried again", async ({
  page,
  app,
  folder,
}) => {
  await page.route("**/api/config", async (route) => {
    const response = await route.fetch();
    const config = await response.json();
    await route.fulfill({ response, json: { ...config, policy: { ...config.policy, maxFileSize: 1000 } } });
  });
  const [path = ""] = await writeFiles(folder, [await png("larger.png")]);
  const upload = new UploadPage(page);
  await upload.open(app.url);
  await upload.drop(path);
  await expect(upload.row("larger.png")).toContainText("文件超过了 1,000 B 的上限。");
  await page.unroute("**/api/config");
  await page.keyboard.press("r");
  await expect(upload.row("larger.png")).toHaveAttribute("data-stage", "done");
});

test("with the limit raised, a 150 MB file goes up byte for byte, and the page never holds half of it", async ({
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  const own = await startApp("built", { MAX_FILE_SIZE: "200MB" });
  try {
    const file = await paddedPng("一百五十兆.png", 150 * 1024 ** 2);
    const [path = ""] = await writeFiles(folder, [file]);
    const upload = new UploadPage(page);
    await upload.open(own.url);
    const memory = watchPageMemory();
    await upload.drop(path);
    await upload.settled(1);
    expect(memory.mostAdded()).toBeLessThan(file.bytes.length / 2);
    await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
  } finally {
    await own.stop();
  }
});

test("a full store keeps nothing and says so on the row", async ({ page, folder }) => {
  const own = await startApp("built", { STORE_MAX_BYTES: "2MB", MAX_FILE_SIZE: "2MB" });
  try {
    // With the record beside it, it does not fit.
    const [path = ""] = await writeFiles(folder, [await paddedPng("full.png", 2 * 1024 ** 2)]);
    const upload = new UploadPage(page);
    await upload.open(own.url);
    await upload.drop(path);
    await expect(upload.row("full.png")).toContainText("存储空间已满", { timeout: 45_000 });
  } finally {
    await own.stop();
  }
});

test("a file that may not be opened says so", async ({ upload, folder }) => {
  test.skip(process.getuid?.() === 0, "root may open every file");
  const [path = ""] = await writeFiles(folder, [await png("secret.png")]);
  await chmod(path, 0o000);
  await upload.drop(path);
  await expect(upload.row("secret.png")).toContainText("无法读取这个文件。");
});

/** Memory of the page and its workers, where the system tells it (Linux). */
function watchPageMemory() {
  const measure = () => (process.platform === "linux" ? renderersMemory() : 0);
  const before = measure();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, measure());
  }, 100);
  return {
    /** Ends the watch. @returns by how many bytes the most was above the beginning. */
    mostAdded(): number {
      clearInterval(timer);
      return most - before;
    },
  };
}
