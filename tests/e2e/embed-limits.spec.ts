import { paddedPng, png } from "../helpers/images.ts";
import { choose, dropOnFrame, embeddedFrame, events, expect, heard, mountingPage, test } from "./embed-fixtures.ts";
import { writeFiles } from "./fixtures.ts";

/* A host may be stricter than the service; whoever is refused hears of the host's rule, not of the service's. */

test("a file that the host's rules leave out is told with those rules, on its row and to the host", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url, '{ accept: "image/png", maxBytes: 1024 ** 2, maxFiles: 3 }')));
  const frame = await embeddedFrame(page);
  const gif = { name: "animation.gif", type: "image/gif", bytes: Buffer.from("GIF89a0000") };
  await choose(frame, [await png("ok.png"), await paddedPng("large.png", 2 * 1024 ** 2), gif, await png("fourth.png")]);
  await heard(page, "rejected", 3);

  const told = new Map((await events(page, "rejected")).map(({ event }) => [event.name, event.message]));
  for (const [name, message] of [
    ["large.png", "文件超过了 1 MB 的上限。请压缩图片，或换一个更小的文件。"],
    ["animation.gif", "文件内容不是支持的图片格式。请转换为 PNG 后再试。"],
    ["fourth.png", "这里最多 3 个文件，这个文件没有添加。请先移除其他文件，再重新选择。"],
  ] as const) {
    await expect(frame.getByRole("article", { name, exact: true })).toContainText(message);
    expect(told.get(name)).toBe(message);
  }
});

test("a row goes on telling the rule that holds when the host changes it", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, '{ locale: "en", maxBytes: 1024 ** 2 }')));
  const frame = await embeddedFrame(page);
  await choose(frame, [await paddedPng("large.png", 3 * 1024 ** 2)]);
  await expect(frame.getByRole("article")).toContainText("The file is over the limit of 1 MB.");
  await page.evaluate("uploader.configure({ maxBytes: 2 * 1024 ** 2 })");
  await expect(frame.getByRole("article")).toContainText("The file is over the limit of 2 MB.");
});

test("where one picture is wanted and three are dropped, one is said to be added and two to be left out", async ({
  page,
  app,
  host,
  folder,
}) => {
  await page.goto(host.page(mountingPage(app.url, "{ multiple: false }")));
  const frame = await embeddedFrame(page);
  await dropOnFrame(page, await writeFiles(folder, [await png("a.png"), await png("b.png"), await png("c.png")]));
  await heard(page, "rejected", 2);
  await expect(frame.getByText("已添加 1 个文件；2 个超出上限（1 个），没有添加")).toBeVisible();
  await expect(frame.getByRole("article", { name: "b.png" })).toContainText(
    "这里只接受一张图片，这个文件没有添加。如需换成它，请单独选择它。",
  );
});
