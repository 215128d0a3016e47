import type { Page } from "@playwright/test";
import { SHARE_CACHE, SHARE_FAILED_SEARCH, SHARE_NAME_HEADER, SHARED_SEARCH } from "../../src/contract/share.ts";
import { SIGN_PATH } from "../../src/contract/sign.ts";
import { png } from "../helpers/images.ts";
import { startDeployments } from "./deployments.ts";
import { startSite } from "./embed-site.ts";
import { expect, expectSameBytes, test } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

test.use({ serviceWorkers: "allow" });

function serviceWorkerReady(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** As in the window of an installed app, the only place that a share sheet opens. No browser can be told to emulate it. */
function inAppWindow(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const real = window.matchMedia.bind(window);
    window.matchMedia = (query) => real(query.replace("(display-mode: standalone)", "all"));
  });
}

test("once visited, the page opens without a network, and says that the service cannot be reached", async ({
  context,
  page,
  app,
}) => {
  await page.goto(app.url);
  await serviceWorkerReady(page);
  await page.reload();

  await context.setOffline(true);
  await page.reload();
  await expect(new UploadPage(page).chooseButton).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("无法连接上传服务");
  await context.setOffline(false);
  await page.getByRole("button", { name: "重试" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("the page can be installed: its manifest names it, and every icon is there in its size", async ({ page, app }) => {
  await page.goto(app.url);
  const href = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = await (await fetch(new URL(href ?? "", app.url))).json();
  expect(manifest).toMatchObject({ name: "cosdrop", start_url: "/", display: "standalone" });
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== "any") expect(size, src).toBe(sizes);
  }
});

test("pictures that a phone's gallery shares are uploaded under their own names, once", async ({ page, app }) => {
  const file = await png("分享的照片.png");
  await inAppWindow(page);
  await page.goto(app.url);
  await serviceWorkerReady(page);
  await page.reload();
  // The form post that the share sheet makes (Web Share Target, level 2).
  await page.evaluate(
    ({ name, bytes }) => {
      const form = document.createElement("form");
      form.method = "POST";
      form.action = "/share";
      form.enctype = "multipart/form-data";
      const input = document.createElement("input");
      input.type = "file";
      input.name = "images";
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
      input.files = transfer.files;
      form.append(input);
      document.body.append(form);
      // Not `form.submit()` in the page's own policy (form-action 'none'): the share sheet is not bound by it.
      const body = new FormData(form);
      return fetch(form.action, { method: "POST", body }).then((response) => {
        location.href = response.url;
      });
    },
    { name: file.name, bytes: [...file.bytes] },
  );

  const upload = new UploadPage(page);
  await upload.settled(1);
  await expectSameBytes((await upload.link(file.name).getAttribute("href")) ?? "", file.bytes);
  expect(new URL(page.url()).search).toBe("");
  await page.goto(`${app.url}/?shared`);
  await upload.chooseButton.waitFor();
  await expect(upload.rows).toHaveCount(0);
});

test("what a share left behind that failed halfway comes with its row, and not with a later share", async ({
  page,
  app,
}) => {
  const file = await png("left behind.png");
  await inAppWindow(page);
  await page.goto(app.url);
  await page.evaluate(
    async ({ name, bytes, cache, header }) => {
      const headers = { "content-type": "image/png", [header]: encodeURIComponent(name) };
      await (await caches.open(cache)).put("/share/1", new Response(new Uint8Array(bytes), { headers }));
    },
    { name: file.name, bytes: [...file.bytes], cache: SHARE_CACHE, header: SHARE_NAME_HEADER },
  );
  await page.goto(`${app.url}/${SHARE_FAILED_SEARCH}`);
  const upload = new UploadPage(page);
  await expect(upload.rowsAt("failed")).toHaveCount(1);
  await expect(upload.row(file.name)).toHaveAttribute("data-stage", "done");
  await page.goto(`${app.url}/${SHARED_SEARCH}`);
  await upload.chooseButton.waitFor();
  await expect(upload.rows).toHaveCount(0);
});

test("a share that nobody could take is a row that says so", async ({ page, app }) => {
  await page.goto(app.url);
  const answered = await page.evaluate(() => {
    const body = new FormData();
    body.append("images", new File(["x"], "x.png"));
    // Before the service worker has the page: the gateway answers.
    return fetch("/share", { method: "POST", body }).then(({ url }) => url);
  });
  await page.goto(answered);
  await expect(new UploadPage(page).rows).toHaveCount(1);
  await expect(new UploadPage(page).rowsAt("failed")).toHaveCount(1);
  expect(new URL(page.url()).search).toBe("");
});

test("a page that was open during a deployment still opens without a network", async ({ page }) => {
  const site = await startDeployments();
  try {
    await page.goto(site.url);
    await serviceWorkerReady(page);
    await page.reload();
    const upload = new UploadPage(page);
    await upload.chooseButton.waitFor();

    site.deploy();
    await page.reload();
    await expect.poll(() => page.content()).toContain("index-later.js");
    await site.close();
    await page.reload();
    await expect(upload.chooseButton).toBeVisible();
  } finally {
    await site.close();
  }
});

test("pictures that another site posts as if they were shared wait for the person's word, and nothing is asked for them", async ({
  page,
  app,
}) => {
  await page.goto(app.url);
  await serviceWorkerReady(page);
  const site = await startSite();
  const signed: string[] = [];
  page.on("request", (request) => request.url().includes(SIGN_PATH) && signed.push(request.url()));
  try {
    await page.goto(
      site.page(`
        <form method="post" enctype="multipart/form-data" action="${app.url}/share"><input type="file" name="images"></form>
        <script type="module">
          const picture = new OffscreenCanvas(8, 8);
          picture.getContext("2d").fillRect(0, 0, 8, 8);
          const transfer = new DataTransfer();
          transfer.items.add(new File([await picture.convertToBlob()], "theirs.png", { type: "image/png" }));
          document.querySelector("input").files = transfer.files;
          document.forms[0].submit();
        </script>`),
    );
    await page.waitForURL(`${app.url}/`);
    const upload = new UploadPage(page);
    const row = upload.row("theirs.png");
    await expect(row).toHaveAttribute("data-stage", "paused");
    expect(signed).toEqual([]);
    await row.getByRole("button", { name: "继续 theirs.png" }).click();
    await expect(row).toHaveAttribute("data-stage", "done");
  } finally {
    await site.close();
  }
});
