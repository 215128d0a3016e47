import { png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import type { UploadPage } from "./upload-page.ts";

function dropData(upload: UploadPage, data: Record<string, string>): Promise<void> {
  return upload.page.evaluate((entries) => {
    const dataTransfer = new DataTransfer();
    for (const [type, text] of Object.entries(entries)) dataTransfer.setData(type, text);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, data);
}

function pasteText(upload: UploadPage, text: string): Promise<void> {
  return upload.page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test("a picture dragged out of another page is fetched where its site allows it, and named as there", async ({
  upload,
}) => {
  const file = await png();
  await upload.page.route("https://pictures.example/**", (route) =>
    route.fulfill({ contentType: file.type, headers: { "access-control-allow-origin": "*" }, body: file.bytes }),
  );
  await dropData(upload, {
    "text/html":
      '<a href="https://pictures.example/"><img alt="x" src="https://pictures.example/pictures/%E7%8C%AB.png"></a>',
    "text/uri-list": "https://pictures.example/",
  });
  await upload.settled(1);
  await expectSameBytes((await upload.link("猫.png").getAttribute("href")) ?? "", file.bytes);
});

test("a picture whose site lets nobody read it is a row that says what to do instead", async ({ upload }) => {
  await upload.page.route("https://closed.example/**", (route) => route.abort("accessdenied"));
  await dropData(upload, { "text/uri-list": "# a comment\r\nhttps://closed.example/picture.png" });
  await expect(upload.row("picture.png")).toContainText(
    "图片所在的网站不允许其他页面读取它。请先把图片保存到本机，再拖入保存的文件。",
  );
});

test("a picture that its site no longer has is told apart from one that it keeps to itself", async ({ upload }) => {
  await upload.page.route("https://gone.example/**", (route) =>
    route.fulfill({ status: 404, headers: { "access-control-allow-origin": "*" }, body: "" }),
  );
  await dropData(upload, { "text/uri-list": "https://gone.example/missing.png" });
  await expect(upload.row("missing.png")).toContainText("图片所在的网站没有返回图片。");
});

test("pasted text that only looks like an address is no picture, and what is dropped afterwards goes up", async ({
  upload,
  folder,
}) => {
  await pasteText(upload, "https://[your-domain]/x.png");
  await expect(upload.page.getByText("没有找到图片。")).not.toHaveCount(0);
  await pasteText(upload, "http://%s");
  await upload.drop(...(await writeFiles(folder, [await png("after.png")])));
  await upload.settled(1);
  await expect(upload.row("after.png")).toHaveAttribute("data-stage", "done");
});

test("a site that never gives its picture keeps no other file waiting", async ({ upload, folder }) => {
  const asked = upload.page.waitForRequest("https://silent.example/**");
  await upload.page.route("https://silent.example/**", () => {});
  await dropData(upload, { "text/uri-list": "https://silent.example/picture.png" });
  await asked;
  await upload.drop(...(await writeFiles(folder, [await png("after.png")])));
  await upload.settled(1);
  await expect(upload.row("after.png")).toHaveAttribute("data-stage", "done");
});

test("a pasted address of a picture is fetched, and a picture inside the address itself is taken as it is", async ({
  upload,
}) => {
  const file = await png();
  await pasteText(upload, `data:image/png;base64,${file.bytes.toString("base64")}`);
  await upload.settled(1);
  await expectSameBytes((await upload.rows.getByRole("link").getAttribute("href")) ?? "", file.bytes);
});

test("several pasted addresses are all fetched, in their order, and what else the text says is left alone", async ({
  upload,
}) => {
  const file = await png();
  await upload.page.route("https://pictures.example/**", (route) =>
    route.fulfill({ contentType: file.type, headers: { "access-control-allow-origin": "*" }, body: file.bytes }),
  );
  await pasteText(
    upload,
    "https://pictures.example/b.png\r\nsee https://pictures.example/a.png https://pictures.example/c.png",
  );
  await upload.settled(3);
  await expect.poll(() => upload.rowNames()).toEqual(["b.png", "a.png", "c.png"]);
  await expect(upload.page.getByText("已添加 3 个文件")).toBeVisible();
});

test("pasted addresses whose code cannot be fetched are rows that say so, and none is lost in silence", async ({
  upload,
}) => {
  await upload.page.route("**/assets/address-list-*.js", (route) => route.abort("connectionfailed"));
  await pasteText(upload, "https://pictures.example/b.png https://pictures.example/a.png");
  await expect.poll(() => upload.rowNames()).toEqual(["b.png", "a.png"]);
  for (const name of ["b.png", "a.png"]) await expect(upload.row(name)).toContainText("请刷新页面");
  await expect(upload.page.getByText("2 个无法读取")).toBeVisible();
});

test("leaving while a file is on its way is asked about, and leaving afterwards is not", async ({ upload }) => {
  const asked: string[] = [];
  upload.page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await upload.page.route("**/tool/cos/sign?*", () => {});
  const data = `data:image/png;base64,${(await png()).bytes.toString("base64")}`;
  // A browser asks only a person who has done something on the page.
  await upload.page.getByRole("main").click();
  await dropData(upload, { "text/uri-list": data });
  await expect(upload.rowsAt("signing")).toHaveCount(1);
  await upload.page.reload();
  expect(asked).toEqual(["beforeunload"]);

  await upload.chooseButton.waitFor();
  await upload.page.reload();
  expect(asked).toHaveLength(1);
});
