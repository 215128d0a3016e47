import { HEAD_BYTES } from "../../src/platform/link-head.ts";
import { paddedPng, png, type TestFile, uprightJpeg } from "../helpers/images.ts";
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

test("a link is looked at as a picture where its server does not let the page read it, and asked for no other", async ({
  upload,
  folder,
}) => {
  const kinds = await answerLooks(upload, { mayRead: false });
  for (const name of ["一.png", "二.png"]) {
    await upload.drop(...(await writeFiles(folder, [await png(name)])));
    await expect(upload.row(name)).toContainText("已上传 · 320 × 200");
  }
  expect(kinds).toEqual(["fetch", "image", "image"]);
});

test("a link is looked at as a picture where its server knows no ranges", async ({ upload, folder }) => {
  const kinds = await answerLooks(upload, { mayRead: true });
  const file = await png("图.png");
  await upload.drop(...(await writeFiles(folder, [file])));
  await expect(upload.row(file.name)).toContainText("已上传 · 320 × 200");
  expect(kinds).toEqual(["fetch", "image"]);
});

/** Gives a whole picture to every look at a link, or to a page only what CORS gives. @returns how it has looked. */
async function answerLooks({ page }: UploadPage, { mayRead }: { mayRead: boolean }): Promise<string[]> {
  const { bytes } = await png();
  const kinds: string[] = [];
  await page.route("**/*.png", async (route) => {
    const request = route.request();
    if (request.method() !== "GET" || !request.url().includes("/p/")) return route.fallback();
    kinds.push(request.resourceType());
    // A page cannot tell a refusal by CORS from a request that failed.
    if (!mayRead && request.resourceType() === "fetch") return route.abort();
    const headers = { "content-type": "image/png", "access-control-allow-origin": "*" };
    await route.fulfill({ status: 200, headers, body: bytes });
  });
  return kinds;
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
