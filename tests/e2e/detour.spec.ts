import { join } from "node:path";
import { startStore } from "../../src/store/server.ts";
import { startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import { expect, expectSameBytes, test, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

const KEY = { secretId: "AKIDoperator", secretKey: "operators-secret" };

test("a bucket that this browser cannot reach is led around, through the gateway", async ({ page, folder }) => {
  const allowedOrigins: string[] = [];
  const dir = join(folder, "bucket");
  const store = await startStore({
    dir,
    host: "127.0.0.1",
    port: 0,
    credentials: KEY,
    allowedOrigins,
    maxObjectSize: 1024 ** 2,
  });
  const origin = `http://127.0.0.1:${store.port}`;
  const own = await startApp("built", {
    COS_BUCKET: "pictures-1250000000",
    COS_REGION: "ap-guangzhou",
    COS_SECRET_ID: KEY.secretId,
    COS_SECRET_KEY: KEY.secretKey,
    COS_ENDPOINT: origin,
  });
  try {
    allowedOrigins.push(new URL(own.url).origin);
    const ways: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "PUT") ways.push(new URL(request.url()).origin);
    });
    await page.route(`${origin}/**`, (route) =>
      route.request().method() === "PUT" ? route.abort("addressunreachable") : route.continue(),
    );
    const file = await png("around.png");
    const upload = new UploadPage(page);
    await upload.open(own.url);
    await upload.drop(...(await writeFiles(folder, [file])));
    await upload.settled(1);
    await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
    expect(ways).toEqual([origin, new URL(own.url).origin]);
  } finally {
    await own.stop();
    await store.close();
  }
});
