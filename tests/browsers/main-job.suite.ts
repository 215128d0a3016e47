import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { HEIC_SIZE, heic } from "../helpers/heic.ts";
import { animatedGif, jpegWithExif, png } from "../helpers/images.ts";
import type { BrowserSession } from "./browser-session.ts";
import { fetchBytes, writeFiles } from "./files.ts";
import { becomes, LINKS, press, rowsAt, sessions } from "./sessions.ts";

describe.each(sessions())("the main job in $name", ({ start }) => {
  let app: RunningApp;
  let session: BrowserSession;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosdrop-browsers-"));
    app = await startApp("built");
    session = await start();
  });
  afterAll(async () => {
    await session?.close();
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const openPage = async () => {
    await session.open(app.url);
    await becomes(session, 'document.querySelectorAll("[data-testid=files]").length', 1);
  };

  test("chosen files become links that give the same bytes, in the order chosen", async () => {
    await openPage();
    const files = [await png("一.png"), await animatedGif("two.gif"), await png("three.png")];
    await session.chooseFiles("[data-testid=files]", await writeFiles(folder, files));
    await becomes(session, rowsAt("done"), files.length);
    const links = (await session.evaluate(LINKS)) as string[];
    for (const [index, file] of files.entries()) {
      expect((await fetchBytes(links[index] ?? "")).equals(file.bytes), file.name).toBe(true);
    }
  });

  test("dropped files go up too, and a photograph leaves its position behind", async () => {
    await openPage();
    const photo = await jpegWithExif("photo.jpg");
    await session.evaluate(`(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(photo.bytes.toString("base64"))}), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
      for (const type of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
      return true;
    })()`);
    await becomes(session, rowsAt("done"), 1);
    const [link = ""] = (await session.evaluate(LINKS)) as string[];
    const stored = await fetchBytes(link);
    expect(stored.subarray(0, 2)).toEqual(photo.bytes.subarray(0, 2));
    expect(stored.includes("GPS")).toBe(false);
  });

  test("a row shows a small picture, and its link can be taken, by the clipboard or by hand", async () => {
    await becomes(session, 'document.querySelector("article img")?.naturalWidth > 0', true);
    await session.evaluate(press(/的链接|^Copy the link/));
    // Nothing but a real click lets a page copy in some browsers: then the text is there, selected.
    await becomes(
      session,
      `[...document.querySelectorAll("button")].some(({ textContent }) => /^(已复制|Copied)$/.test(textContent)) ||
       document.querySelector("dialog[open] textarea")?.value === document.querySelector("article a[href]").href`,
      true,
    );
  });

  test("a HEIC picture is converted where its row offers that", async () => {
    await openPage();
    await session.chooseFiles("[data-testid=files]", await writeFiles(folder, [heic("phone.heic")]));
    await becomes(session, rowsAt("failed"), 1);
    await session.evaluate(press(/^(转换并上传|Convert and upload)$/));
    await becomes(session, "document.querySelector('article').dataset.stage", "done");
    const [link = ""] = (await session.evaluate(LINKS)) as string[];
    const { format, width, height } = await sharp(await fetchBytes(link)).metadata();
    expect([format, { width, height }]).toEqual(["jpeg", HEIC_SIZE]);
  });
});
