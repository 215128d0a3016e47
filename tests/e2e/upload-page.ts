import type { Locator, Page } from "@playwright/test";

/** The page as a person handles it. Rows are found by file name, controls by what they say. */
export class UploadPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    // With nobody listening in between, Chromium now and then kept a second chooser to itself.
    page.on("filechooser", () => undefined);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.chooseButton.waitFor();
  }

  get chooseButton(): Locator {
    return this.page.getByRole("button", { name: "选择图片" });
  }

  /** Rows that are in view; a long list keeps only those in the document. */
  get rows(): Locator {
    return this.page.getByRole("article");
  }

  row(name: string): Locator {
    return this.page.getByRole("article", { name, exact: true });
  }

  /** What the rows in view are called, from the top. */
  rowNames(): Promise<(string | null)[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
  }

  rowsAt(stage: string): Locator {
    return this.page.locator(`article[data-stage="${stage}"]`);
  }

  link(name: string): Locator {
    return this.row(name).getByRole("link");
  }

  get summary(): Locator {
    return this.page.getByRole("region", { name: "列表操作" });
  }

  get copyAllButton(): Locator {
    return this.summary.getByRole("button", { name: /复制全部链接/ });
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** A real drag of files and folders from the desktop, as the browser sees one. */
  async drop(...paths: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    }
    await session.detach();
  }

  async pick(...paths: readonly string[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.chooseButton.click();
    await (await chooser).setFiles([...paths]);
  }

  /** Waits until every file is over, one way or the other. */
  async settled(files: number): Promise<void> {
    const all = new Intl.NumberFormat("zh-CN").format(files);
    await this.summary.getByText(new RegExp(`^[\\d,]+ / ${all} 已完成$`)).waitFor();
    await this.summary.getByRole("button", { name: "全部取消" }).waitFor({ state: "detached", timeout: 200_000 });
  }
}
