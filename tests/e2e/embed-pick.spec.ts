import type { Page, Route } from "@playwright/test";
import { png } from "../helpers/images.ts";
import { choose, embeddedFrame, expect, test } from "./embed-fixtures.ts";

/** A form with a button that opens the dialog; what comes of it is in `window.picked`. */
function pickingPage(app: string, options = "{}"): string {
  return `<button id="open">Cover…</button><input id="after" />
<script type="module">
  import { pick } from "${app}/embed.js";
  document.getElementById("open").onclick = async () => {
    window.picked = undefined;
    try { window.picked = await pick(${options}); } catch (error) { window.picked = error.code; }
  };
</script>`;
}

const picked = (page: Page) =>
  page.evaluate(() => {
    const { picked: files } = window as unknown as { picked?: { name: string }[] | string };
    return Array.isArray(files) ? files.map(({ name }) => name) : files;
  });

const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

test("pick() resolves to what was inserted, and gives the focus back; also on a page that a modal box keeps from the mouse", async ({
  page,
  app,
  host,
}) => {
  const modal = "<style>body { pointer-events: none } #open { pointer-events: auto }</style>";
  await page.goto(host.page(modal + pickingPage(app.url)));
  await page.getByRole("button", { name: "Cover…" }).click();
  await expect(page.getByRole("dialog", { name: "选择图片" })).toBeVisible();
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("one.png"), await png("two.png")]);
  await frame.getByRole("button", { name: "插入 2 张图片" }).click();

  await expect.poll(() => picked(page)).toEqual(["one.png", "two.png"]);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Cover…" })).toBeFocused();
});

test("the dialog stands in the middle of a page whose style sheet takes all margins away", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(`<style>* { margin: 0; padding: 0 }</style>${pickingPage(app.url)}`));
  await page.getByRole("button", { name: "Cover…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const gaps = await dialog.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right: innerWidth - right, top, bottom: innerHeight - bottom };
  });
  expect(gaps.left).toBeGreaterThan(0);
  expect(gaps.left).toBeCloseTo(gaps.right, 0);
  expect(gaps.top).toBeCloseTo(gaps.bottom, 0);
});

test("Escape closes the dialog from inside the frame and from outside it; nothing is picked then", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(pickingPage(app.url)));
  const open = page.getByRole("button", { name: "Cover…" });
  const dialog = page.getByRole("dialog");

  await open.click();
  const frame = await embeddedFrame(page);
  await frame.getByRole("button", { name: "选择图片" }).focus();
  await page.keyboard.press("Escape");
  await expect.poll(() => picked(page)).toEqual([]);
  await expect(dialog).toHaveCount(0);
  await expect(open).toBeFocused();

  await open.click();
  // It takes the focus once it is ready, and would take it from the button.
  await expect.poll(() => focused(page)).toBe("IFRAME");
  await dialog.getByRole("button", { name: "关闭" }).focus();
  await page.keyboard.press("Escape");
  await expect.poll(() => picked(page)).toEqual([]);
  await expect(open).toBeFocused();
});

test("Escape that clears a selection or a search in the frame's history does not close the dialog; the next one does", async ({
  page,
  app,
  neighbour: host,
}) => {
  await page.goto(host.page(pickingPage(app.url, "{ history: true }")));
  await page.getByRole("button", { name: "Cover…" }).click();
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("kept.png")]);
  await frame.getByRole("button", { name: "插入 1 张图片" }).waitFor();
  await frame.getByRole("button", { name: "历史" }).click();
  const row = frame.getByRole("checkbox", { name: /kept\.png/ });
  await row.check();
  await row.press("Escape");
  await expect(row).not.toBeChecked();
  const search = frame.getByRole("searchbox");
  await search.fill("kept");
  await search.press("Escape");
  await expect(search).toHaveValue("");
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await picked(page)).toBeUndefined();
  await search.press("Escape");
  await expect.poll(() => picked(page)).toEqual([]);
});

test("the dialog has its Insert button whatever the host says of one", async ({ page, app, host }) => {
  await page.goto(host.page(pickingPage(app.url, "{ insert: undefined }")));
  await page.getByRole("button", { name: "Cover…" }).click();
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("one.png")]);
  await frame.getByRole("button", { name: "插入 1 张图片" }).click();
  await expect.poll(() => picked(page)).toEqual(["one.png"]);
});

test("Escape closes the dialog from inside the frame before the frame has painted itself to the end", async ({
  page,
  app,
  host,
}) => {
  await page.addInitScript(() => {
    if (location.pathname !== "/embed") return;
    // After the first paint's elements are there, and before React runs their effects.
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#root main")) return;
      observer.disconnect();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(host.page(pickingPage(app.url)));
  await page.getByRole("button", { name: "Cover…" }).click();
  await expect.poll(() => picked(page)).toEqual([]);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the dialog can be worked by keyboard alone, and the focus does not reach the page behind it", async ({
  page,
  app,
  host,
}) => {
  await page.goto(host.page(pickingPage(app.url, '{ locale: "en", multiple: false }')));
  await page.getByRole("button", { name: "Cover…" }).focus();
  await page.keyboard.press("Enter");
  const frame = await embeddedFrame(page);
  await expect(page.getByRole("dialog", { name: "Choose images" })).toBeVisible();
  await expect.poll(() => focused(page)).toBe("IFRAME");
  await page.keyboard.press("Tab");
  await expect(frame.getByRole("button", { name: "Choose an image" })).toBeFocused();

  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement?.closest("dialog") !== null;
    });
    expect(inside).toBe(true);
  }
});

test("pick() on a page that is not listed closes its dialog and rejects with the reason", async ({
  page,
  app,
  stranger,
}) => {
  await page.goto(stranger.page(pickingPage(app.url)));
  await page.getByRole("button", { name: "Cover…" }).click();
  await expect.poll(() => picked(page)).toBe("no-answer");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a service that takes its time to answer is waited for, and the dialog stands until it has", async ({
  page,
  app,
  host,
}) => {
  await page.clock.install();
  const held: Route[] = [];
  await page.route(/\/embed\?/, (route) => void held.push(route));
  await page.goto(host.page(pickingPage(app.url)));
  await page.getByRole("button", { name: "Cover…" }).click();
  await expect.poll(() => held.length).toBe(1);
  await page.clock.fastForward(11_000);
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await picked(page)).toBeUndefined();
  await held[0]?.continue();
  const frame = await embeddedFrame(page);
  await choose(frame, [await png("late.png")]);
  await frame.getByRole("button", { name: "插入 1 张图片" }).click();
  await expect.poll(() => picked(page)).toEqual(["late.png"]);
});

test("the dialog is as dark or light as its theme says, and has the theme's colours where it names some", async ({
  page,
  app,
  host,
}) => {
  const looks = async (options: string, style = "") => {
    await page.goto(host.page(`<style>${style}</style>${pickingPage(app.url, options)}`));
    await page.getByRole("button", { name: "Cover…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const frame = await embeddedFrame(page);
    await expect.poll(() => focused(page)).toBe("IFRAME");
    const inside = await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const outside = await dialog.evaluate((element) => {
      const { colorScheme, backgroundColor, color, borderTopColor, borderTopLeftRadius } = getComputedStyle(element);
      const close = getComputedStyle(element.querySelector("button") ?? element).color;
      return { colorScheme, backgroundColor, color, close, border: borderTopColor, radius: borderTopLeftRadius };
    });
    expect(outside.close).toBe(outside.color);
    return { inside, ...outside };
  };
  const dark = { inside: "dark", colorScheme: "dark", backgroundColor: "rgb(18, 18, 18)" };
  const light = { inside: "light", colorScheme: "light", backgroundColor: "rgb(255, 255, 255)" };

  expect(await looks('{ theme: { mode: "dark" } }')).toMatchObject(dark);
  expect(await looks('{ theme: { mode: "light" } }', "body { color: #eee; background: #111 }")).toMatchObject(light);
  expect(await looks("{}")).toMatchObject(light);
  expect(await looks("{}", "body { color: #eee; background: #111 }")).toMatchObject(dark);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await looks('{ theme: { mode: "auto" } }', ":root { color-scheme: light dark }")).toMatchObject(dark);
  await page.emulateMedia({ colorScheme: "light" });

  const tokens = '{ bg: "#fff4e0", fg: "#402000", border: "#cc8800", radius: "3px", accent: "url(//evil.example)" }';
  expect(await looks(`{ theme: { mode: "light", tokens: ${tokens} } }`)).toMatchObject({
    backgroundColor: "rgb(255, 244, 224)",
    color: "rgb(64, 32, 0)",
    border: "rgb(204, 136, 0)",
    radius: "3px",
  });
});
