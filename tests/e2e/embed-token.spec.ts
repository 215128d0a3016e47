import { startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import { LONG_SECRET, temporaryToken } from "../helpers/temporary-token.ts";
import { choose, embeddedFrame, events, expect, heard, mountingPage, TOKEN, test } from "./embed-fixtures.ts";

test("files that wait for a token are no failure to the host: not for the first, the next, or one instead of a refused", async ({
  page,
  host,
}) => {
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: TOKEN });
  try {
    await page.clock.install();
    // The second token lasts for a moment only, and the third is refused.
    const options = `{ token: () => new Promise((resolve) => {
      window.asked = window.asked ?? [];
      asked.push((value, expiresIn) => resolve({ value, expiresAt: expiresIn && Date.now() + expiresIn }));
    }) }`;
    await page.goto(host.page(mountingPage(app.url, options)));
    const frame = await embeddedFrame(page);
    const asked = (count: number) => expect.poll(() => page.evaluate("window.asked?.length ?? 0")).toBe(count);
    const waits = (name: string) =>
      expect(frame.getByRole("article", { name })).toHaveAttribute("data-stage", "signing");

    await asked(1);
    await choose(frame, [await png("first.png")]);
    await waits("first.png");
    await page.evaluate(`asked[0]("${TOKEN}", 60_000)`);
    await heard(page, "idle", 1);

    await page.clock.fastForward(61_000);
    await asked(2);
    await choose(frame, [await png("second.png")]);
    await waits("second.png");
    await page.evaluate('asked[1]("no-longer-good")');
    await asked(3);
    await page.evaluate(`asked[2]("${TOKEN}")`);
    const idle = await heard(page, "idle", 2);
    expect(idle.map(({ event }) => [event.done, event.failed])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(await events(page, "error")).toEqual([]);
  } finally {
    await app.stop();
  }
});

test("a host's function that gives a temporary token whose time is over is asked again, and told why", async ({
  page,
  host,
}) => {
  const app = await startApp("built", { EMBED_ORIGINS: host.origin, ACCESS_TOKEN: LONG_SECRET });
  try {
    const now = Math.floor(Date.now() / 1000);
    const tokens = [now - 1, now + 600].map((expiry) => temporaryToken(LONG_SECRET, expiry));
    const options = `{ token: () => {
      window.asked = (window.asked ?? 0) + 1;
      return ${JSON.stringify(tokens)}[asked - 1];
    } }`;
    const listening = `<script type="module">uploader.on("token:needed", ({ reason }) => (window.reasons ??= []).push(reason));</script>`;
    await page.goto(host.page(mountingPage(app.url, options) + listening));
    await choose(await embeddedFrame(page), [await png("after hours.png")]);
    const [idle] = await heard(page, "idle");
    expect(idle?.event).toMatchObject({ done: 1, failed: 0 });
    expect(await page.evaluate("reasons")).toEqual(["missing", "expired"]);
    expect(await events(page, "error")).toEqual([]);
  } finally {
    await app.stop();
  }
});
