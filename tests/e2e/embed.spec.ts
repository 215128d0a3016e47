import { paddedPng, png } from "../helpers/images.ts";
import { choose, dropOnFrame, embeddedFrame, events, expect, heard, mountingPage, test } from "./embed-fixtures.ts";
import { digests, expectSameBytes, writeFiles } from "./fixtures.ts";

test("pictures dropped on the frame go up, and Insert hands them to a page of another origin in the order chosen", async ({
  page,
  app,
  host,
  folder,
}) => {
  await page.goto(host.page(mountingPage(app.url, "{ insert: true }")));
  const frame = await embeddedFrame(page);
  const files = [await paddedPng("第一张.png", 6 * 1024 ** 2), await png("second.png")];
  await dropOnFrame(page, await writeFiles(folder, files));

  const [idle] = await heard(page, "idle");
  expect(idle?.event).toMatchObject({ done: 2, failed: 0 });
  await frame.getByRole("button", { name: "插入 2 张图片" }).dblclick();
  const [selected] = await heard(page, "select");
  const results = selected?.event.results;
  expect(results.map((result: { name: string }) => result.name)).toEqual(["第一张.png", "second.png"]);
  for (const [index, file] of files.entries()) {
    const { md5, sha1 } = digests(file.bytes);
    expect(results[index]).toMatchObject({
      md5,
      sha1,
      size: file.bytes.length,
      type: "image/png",
      width: 320,
      height: 200,
    });
    expect(results[index].formats.markdown).toBe(`![${file.name}](${results[index].url})`);
    await expectSameBytes(results[index].url, file.bytes);
  }
  const told = await events(page);
  expect(told.map(({ type }) => type)).not.toContain("error");
  expect(told.filter(({ type }) => type === "select")).toHaveLength(1);
  expect(new Set(told.filter(({ type }) => type === "added").map(({ event }) => event.id)).size).toBe(2);
});

test("progress is told, only grows, and no more than ten times a second for one file", async ({
  page,
  app,
  host,
  folder,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  await embeddedFrame(page);
  await dropOnFrame(page, await writeFiles(folder, [await paddedPng("large.png", 40 * 1024 ** 2)]));
  await heard(page, "idle");

  const progress = await events(page, "progress");
  expect(progress.length).toBeGreaterThan(2);
  for (const stage of ["hashing", "uploading"]) {
    const loaded = progress.filter(({ event }) => event.stage === stage).map(({ event }) => event.loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
  }
  for (const { at } of progress) {
    expect(progress.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(11);
  }
});

test("what a person has unchecked is not inserted", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ insert: true }")));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("a.png"), await png("b.png"), await png("c.png")]);
  await heard(page, "idle");
  await frame.getByRole("checkbox", { name: "插入 b.png" }).uncheck();
  await frame.getByRole("button", { name: "插入 2 张图片" }).click();

  const [selected] = await heard(page, "select");
  expect(selected?.event.results.map((result: { name: string }) => result.name)).toEqual(["a.png", "c.png"]);
});

test("where one picture is wanted, a new one takes the place of the one before", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ multiple: false, insert: true }")));
  const frame = await embeddedFrame(page);
  await expect(frame.getByRole("button", { name: "选择文件夹" })).toBeHidden();
  await choose(frame, [await png("first.png")]);
  await heard(page, "idle");
  await choose(frame, [await png("second.png")]);
  await heard(page, "idle", 2);
  await expect(frame.getByRole("article")).toHaveCount(1);
  await frame.getByRole("button", { name: "插入", exact: true }).click();

  const [selected] = await heard(page, "select");
  expect(selected?.event.results.map((result: { name: string }) => result.name)).toEqual(["second.png"]);
});

test("the host narrows what may be uploaded, and is told why a file was left out", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, '{ accept: "image/jpeg,.png", maxBytes: 1024 ** 2, maxFiles: 3 }')));
  const frame = await embeddedFrame(page);
  await expect(frame.getByText("支持 PNG、JPEG，单个文件不超过 1 MB")).toBeVisible();
  const gif = { name: "animation.gif", type: "image/gif", bytes: Buffer.from("GIF89a0000") };
  await choose(frame, [await png("ok.png"), await paddedPng("large.png", 2 * 1024 ** 2), gif, await png("fourth.png")]);
  await heard(page, "rejected", 3);

  const rejected = await events(page, "rejected");
  expect(Object.fromEntries(rejected.map(({ event }) => [event.name, event.code]))).toEqual({
    "large.png": "too_large",
    "animation.gif": "type_not_accepted",
    "fourth.png": "too_many_files",
  });
  expect(rejected.every(({ event }) => /[。！]$/.test(event.message))).toBe(true);
});

test("files handed over by the host wait for start where it said so", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ autoStart: false }")));
  const frame = await embeddedFrame(page);
  const bytes = [...(await png()).bytes];
  await page.evaluate((data) => {
    const file = new File([new Uint8Array(data)], "handed over.png", { type: "image/png" });
    (window as unknown as { uploader: { add(files: File[]): void } }).uploader.add([file]);
  }, bytes);
  await expect(frame.locator('article[data-stage="paused"]')).toHaveCount(1);
  await page.evaluate(() => (window as unknown as { uploader: { start(): void } }).uploader.start());

  const [done] = await heard(page, "done");
  expect(done?.event.name).toBe("handed over.png");
  await expectSameBytes(done?.event.url, Buffer.from(bytes));
});

test("the frame grows and shrinks with its content, within the host's limits", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url, "{ minHeight: 100, maxHeight: 400 }")));
  const frame = await embeddedFrame(page);
  const height = async () => (await page.locator("iframe").boundingBox())?.height ?? 0;
  await heard(page, "resize");
  const empty = await height();
  expect(empty).toBeGreaterThan(100);
  expect(empty).toBeLessThan(260);

  await choose(frame, await Promise.all(Array.from({ length: 8 }, (_, index) => png(`${index}.png`))));
  await heard(page, "idle");
  await expect.poll(height).toBe(400);
  await page.evaluate(() => (window as unknown as { uploader: { clear(): void } }).uploader.clear());
  await expect.poll(height).toBe(empty);
});

test("theme and language follow the host, before and after the first paint", async ({ page, app, host }) => {
  const theme =
    '{ mode: "dark", tokens: { accent: "#0a7d33", radius: "2px", font: "serif", bg: "url(//evil.example)" } }';
  await page.goto(host.page(mountingPage(app.url, `{ locale: "en", theme: ${theme} }`)));
  const frame = await embeddedFrame(page);
  const style = (name: string) =>
    frame.evaluate((property) => getComputedStyle(document.documentElement).getPropertyValue(property), name);
  await expect(frame.getByRole("button", { name: "Choose images" })).toBeVisible();
  await expect(page.getByTitle("Choose images")).toBeVisible();
  expect(await style("color-scheme")).toBe("dark");
  expect(await style("--accent")).toBe("#0a7d33");
  expect(await style("--on-accent")).toBe("#fff");
  expect(await style("--radius")).toBe("2px");
  expect(await style("--sans")).toBe("serif");
  expect(await style("--surface")).not.toContain("evil");
  expect(await style("background-color")).toBe("rgba(0, 0, 0, 0)");

  await page.evaluate(() => {
    const { uploader } = window as unknown as {
      uploader: { setLocale(tag: string): void; setTheme(theme: object): void };
    };
    uploader.setLocale("zh-CN");
    uploader.setTheme({ mode: "light", tokens: { accent: "gold" } });
  });
  await expect(frame.getByRole("button", { name: "选择图片" })).toBeVisible();
  await expect(page.getByTitle("选择图片")).toBeVisible();
  expect(await style("color-scheme")).toBe("light");
  expect(await style("--on-accent")).toBe("#000");
  expect(await style("--radius")).not.toBe("2px");
  expect(await style("--sans")).not.toBe("serif");
});

test("two frames on one page keep their files apart", async ({ page, app, host }) => {
  const second = `<div id="other"></div><script type="module">
    await window.mounted;
    window.otherEvents = [];
    const other = sdk.mount("#other", { locale: "en" });
    other.on("done", (event) => otherEvents.push(event.name));
  </script>`;
  await page.goto(host.page(mountingPage(app.url) + second));
  const [first, other] = [await embeddedFrame(page, 0), await embeddedFrame(page, 1)];
  await choose(first, [await png("left.png")]);
  await choose(other, [await png("right.png")]);
  await heard(page, "idle");
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { otherEvents: string[] }).otherEvents))
    .toEqual(["right.png"]);
  expect((await events(page, "done")).map(({ event }) => event.name)).toEqual(["left.png"]);
});

test("a frame taken away in mid-upload and put back starts again, and the host hears what was lost", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("finished.png")]);
  await heard(page, "idle");
  await page.route(/songlist/, () => undefined);
  await choose(frame, [await png("lost.png")]);
  await expect(frame.locator('article[data-stage="uploading"]')).toHaveCount(1);
  await page.evaluate(() => {
    const element = document.querySelector("iframe") as HTMLIFrameElement;
    element.remove();
    document.body.append(element);
  });
  await page.unroute(/songlist/);

  const [interrupted] = await heard(page, "interrupted");
  expect(interrupted?.event.files.map((file: { name: string }) => file.name)).toEqual(["lost.png"]);
  const again = await embeddedFrame(page);
  await choose(again, [await png("after.png")]);
  await expect
    .poll(async () => (await events(page, "done")).map(({ event }) => event.name))
    .toEqual(["finished.png", "after.png"]);
  const ids = (await events(page, "added")).map(({ event }) => event.id);
  expect(new Set(ids).size).toBe(3);
});

test("history and settings are there only where the host asks for them", async ({ page, app, neighbour: host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const plain = await embeddedFrame(page);
  await expect(plain.getByRole("button", { name: "选择图片" })).toBeVisible();
  await expect(plain.getByRole("button", { name: "设置" })).toHaveCount(0);
  await expect(plain.getByRole("button", { name: "历史" })).toHaveCount(0);

  await page.goto(host.page(mountingPage(app.url, "{ history: true, settings: true }")));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("remembered.png")]);
  await heard(page, "idle");
  await frame.getByRole("button", { name: "历史" }).click();
  await expect(frame.getByText("remembered.png")).toBeVisible();
  await frame.getByRole("button", { name: "设置" }).click();
  await expect(frame.getByRole("dialog", { name: "设置" })).toBeVisible();
});

test("the history's bar has the colour of its rows, whatever colour the page around the frame has", async ({
  page,
  app,
  neighbour: host,
}) => {
  const theme = '{ mode: "light", tokens: { bg: "#fff4e0", fg: "#402000" } }';
  await page.goto(host.page(mountingPage(app.url, `{ history: true, theme: ${theme} }`)));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("row.png")]);
  await heard(page, "idle");
  await frame.getByRole("button", { name: "历史" }).click();
  const row = frame.getByRole("article", { name: "row.png" });
  await expect(row).toHaveCSS("background-color", "rgb(255, 244, 224)");
  const bar = frame.getByRole("region", { name: "历史操作" });
  await expect(bar).toHaveCSS("background-color", "rgb(255, 244, 224)");
});

test("a row's own link that is dragged over the frame is no upload", async ({ page, app, host }) => {
  await page.goto(host.page(mountingPage(app.url)));
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("first.png")]);
  await heard(page, "idle");
  const taken = await frame.getByRole("link", { name: /first\.png/ }).evaluate((link) => {
    const dataTransfer = new DataTransfer();
    link.dispatchEvent(new DragEvent("dragstart", { dataTransfer, bubbles: true }));
    dataTransfer.setData("text/uri-list", "https://cdn.example/first.png");
    const over = new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true });
    return !link.dispatchEvent(over);
  });
  expect(taken).toBe(false);
});
