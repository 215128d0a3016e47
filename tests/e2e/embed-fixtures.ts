import type { Frame, Page } from "@playwright/test";
import { startApp } from "../helpers/app-process.ts";
import type { TestFile } from "../helpers/images.ts";
import { type EmbedSite, startSite } from "./embed-site.ts";
import { test as base, expect } from "./fixtures.ts";

export { expect };

/** The gateway's access token in these tests, where one is wanted. */
export const TOKEN = "embed-test-token-4711";

interface Sites {
  /** In EMBED_ORIGINS, twice. */
  host: EmbedSite;
  otherHost: EmbedSite;
  /** In EMBED_ORIGINS, and of the app's own site, so that its frames have storage. */
  neighbour: EmbedSite;
  /** Not in EMBED_ORIGINS. */
  stranger: EmbedSite;
}

/** The app, with two sites that may embed it and one that may not. */
export const test = base.extend<{ console: string[] }, Sites>({
  host: [siteFixture, { scope: "worker" }],
  otherHost: [siteFixture, { scope: "worker" }],
  stranger: [siteFixture, { scope: "worker" }],
  neighbour: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
    async ({}, use) => {
      const site = await startSite("127.0.0.1");
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],

  app: [
    async ({ appKind, host, otherHost, neighbour }, use) => {
      const app = await startApp(appKind, {
        EMBED_ORIGINS: `${host.origin}, ${otherHost.origin}, ${neighbour.origin}`,
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  /** Everything that the page and its frames have said so far. */
  console: async ({ page }, use) => {
    const lines: string[] = [];
    page.on("console", (message) => lines.push(message.text()));
    page.on("pageerror", (error) => lines.push(`uncaught: ${error.message}`));
    await use(lines);
  },
});

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
async function siteFixture({}: object, use: (site: EmbedSite) => Promise<void>) {
  const site = await startSite();
  await use(site);
  await site.close();
}

/** A host's page that mounts the SDK and keeps what it tells in `window.events`. */
export function mountingPage(app: string, options = "{}"): string {
  return `<h1>Admin</h1><div id="uploader"></div>
<script type="module">
  import { mount, pick } from "${app}/embed.js";
  window.events = [];
  window.sdk = { mount, pick };
  window.record = (uploader) => {
    for (const type of ["ready", "resize", "added", "rejected", "progress", "done", "error", "removed", "idle", "select", "interrupted", "close"])
      uploader.on(type, (event) => events.push({ type, event, at: performance.now() }));
    return uploader;
  };
  window.uploader = record(mount("#uploader", ${options}));
  window.mounted = uploader.ready.then(() => true, (error) => error.message);
</script>`;
}

export interface HostEvent {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there
  readonly event: any;
  /** ms. */
  readonly at: number;
}

export function events(page: Page, type?: string): Promise<HostEvent[]> {
  return page.evaluate(
    (wanted) => (window as unknown as { events: HostEvent[] }).events.filter((each) => !wanted || each.type === wanted),
    type,
  );
}

/** Waits until the host has been told this `count` times. */
export async function heard(page: Page, type: string, count = 1): Promise<HostEvent[]> {
  await expect.poll(async () => (await events(page, type)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
  return events(page, type);
}

/** The embedded page, once it stands. */
export async function embeddedFrame(page: Page, index = 0): Promise<Frame> {
  await expect.poll(() => embeddedFrames(page).length).toBeGreaterThan(index);
  const frame = embeddedFrames(page)[index] as Frame;
  await frame.locator("[data-testid=files]").waitFor({ state: "attached" });
  return frame;
}

function embeddedFrames(page: Page): Frame[] {
  return page.frames().filter((frame) => new URL(frame.url(), "http://none").pathname === "/embed");
}

export async function choose(frame: Frame, files: readonly TestFile[]): Promise<void> {
  const payload = files.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: bytes }));
  await frame.locator("[data-testid=files]").setInputFiles(payload);
}

/** A real drag of files from the desktop onto the middle of the frame. */
export async function dropOnFrame(page: Page, paths: readonly string[]): Promise<void> {
  const box = await page.locator("iframe").boundingBox();
  if (!box) throw new Error("there is no frame to drop on");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
  await session.detach();
}
