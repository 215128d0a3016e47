import { HEAD_BYTES } from "../../src/platform/link-head.ts";
import { paddedPng, type TestFile, uprightJpeg } from "../helpers/images.ts";
import { expect, test, writeFiles } from "./fixtures.ts";
import type { UploadPage } from "./upload-page.ts";

test("a link of the upload's own store is known to work from its first bytes, and not fetched as a whole", async ({
  upload,
  folder,
}) => {
  const file = await paddedPng("大图.png", 4 * 1024 ** 2);
  const looks = watchLooks(upload, file);
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect(upload.row(file.name)).toContainText("已上传 · 320 × 200");
  expect(await looks()).toEqual([{ status: 206, bytes: HEAD_BYTES }]);
});

test("a photograph that was taken upright has its sides as it is shown", async ({ upload, folder }) => {
  const file = await uprightJpeg("竖拍.jpg");
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect(upload.row(file.name)).toContainText("已上传 · 200 × 320");
});

for (const [what, answer] of [
  ["does not let the page read it", { status: 200, headers: { "content-type": "image/png" } }],
  ["knows no ranges", { status: 200, headers: { "content-type": "image/png", "access-control-allow-origin": "*" } }],
] as const) {
  test(`a link is looked at as a picture where its server ${what}`, async ({ upload, folder }) => {
    const file = await paddedPng("大图.png", 1024 ** 2);
    const kinds: string[] = [];
    await upload.page.route("**/*.png", async (route) => {
      const request = route.request();
      if (request.method() !== "GET") return route.fallback();
      kinds.push(request.resourceType());
      await route.fulfill({ ...answer, body: file.bytes });
    });
    await upload.drop(...(await writeFiles(folder, [file])));
    await expect(upload.row(file.name)).toContainText("已上传 · 320 × 200");
    expect(kinds).toEqual(["fetch", "image"]);
  });
}

/** @returns what the page was answered when it looked at the links, once those answers are over. */
function watchLooks({ page }: UploadPage, { type }: TestFile) {
  const looks: Promise<{ status: number; bytes: number }>[] = [];
  page.on("response", (response) => {
    const isLook = response.request().method() === "GET" && response.headers()["content-type"] === type;
    if (!isLook || !response.url().startsWith("http")) return;
    looks.push(response.body().then((body) => ({ status: response.status(), bytes: body.length })));
  });
  return () => Promise.all(looks);
}
