import type { Locator, Page } from "@playwright/test";
import type { UploadPage } from "./upload-page.ts";

/** The history as a person handles it. */
export class HistoryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    // With nobody listening in between, Chromium now and then kept a second chooser to itself.
    page.on("filechooser", () => undefined);
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: "历史", exact: true }).click();
    await this.title.waitFor();
  }

  get title(): Locator {
    return this.page.getByRole("heading", { name: "历史", exact: true });
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "搜索历史" });
  }

  get actions(): Locator {
    return this.page.getByRole("region", { name: "历史操作" });
  }

  /** Names of the rows in the document, from the top. */
  names(): Promise<string[]> {
    return this.page
      .getByRole("article")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  row(name: string): Locator {
    return this.page.getByRole("article", { name, exact: true });
  }

  select(name: string): Locator {
    return this.page.getByRole("checkbox", { name: `选择 ${name}`, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name });
  }

  /** Goes by the keyboard's way: through the file input that the button opens. */
  async import(name: string, contents: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.button("导入").click();
    await (await chooser).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(contents) });
  }

  /** What a click on one of the export forms saves. */
  async export(form: "JSON" | "CSV" | "Markdown"): Promise<string> {
    await this.button("导出").click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("dialog").getByRole("button", { name: form }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await download).createReadStream()) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
  }
}

/** Uploads files and goes to the history, where each of them is by then. */
export async function uploadThenOpen(upload: UploadPage, paths: readonly string[]): Promise<HistoryPage> {
  await upload.drop(...paths);
  await upload.settled(paths.length);
  const history = new HistoryPage(upload.page);
  await history.open();
  await history.actions.getByText(`共 ${paths.length} 条`).waitFor();
  return history;
}

/** Writes entries straight into the tables, as many years of use would; the newest is number 0. */
export async function fillHistory(page: Page, count: number): Promise<void> {
  await page.evaluate(async (rows) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const canvas = new OffscreenCanvas(96, 96);
    const context = canvas.getContext("2d");
    const bytes: ArrayBuffer[] = [];
    for (const colour of ["#2563eb", "#059669", "#d97706", "#db2777"]) {
      if (context) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 96, 96);
      }
      bytes.push(await (await canvas.convertToBlob({ type: "image/webp" })).arrayBuffer());
    }
    const database = await done(indexedDB.open("cosdrop-history"));
    const now = Date.now();
    for (let from = 0; from < rows; from += 1000) {
      const transaction = database.transaction(["entries", "thumbnails"], "readwrite");
      const written = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      for (let index = from; index < Math.min(rows, from + 1000); index += 1) {
        const hex = index.toString(16).padStart(8, "0");
        const [md5, sha1] = [hex.repeat(4), hex.repeat(5)];
        const type = index % 3 === 0 ? "image/png" : "image/jpeg";
        const name = index % 5 === 0 ? `西湖 ${index}.png` : `IMG_${String(index).padStart(5, "0")}.jpg`;
        const url = `https://cdn${index % 4}.example.com/songlist/p/${md5}/${sha1}_c902.png`;
        const entry = { name, url, size: 1000 + index, type, md5, sha1, width: 1600, height: 1067 };
        const id = `${url}\n${name}`;
        transaction.objectStore("entries").put({ ...entry, addedAt: now - index * 3_600_000, link: "confirmed" }, id);
        transaction.objectStore("thumbnails").put({ bytes: bytes[index % 4], type: "image/webp" }, id);
      }
      await written;
    }
    database.close();
  }, count);
}
