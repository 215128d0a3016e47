import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbedSite, startSite } from "../e2e/embed-site.ts";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import type { BrowserSession } from "./browser-session.ts";
import { fetchBytes, writeFiles } from "./files.ts";
import { becomes, press, rowsAt, sessions } from "./sessions.ts";

interface Result {
  readonly name: string;
  readonly url: string;
}

describe.each(sessions())("the embedded page in $name", ({ start }) => {
  let host: EmbedSite;
  let stranger: EmbedSite;
  let app: RunningApp;
  let session: BrowserSession;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosdrop-browsers-"));
    [host, stranger] = await Promise.all([startSite(), startSite()]);
    app = await startApp("built", { EMBED_ORIGINS: host.origin });
    session = await start();
  });
  afterAll(async () => {
    await session?.close();
    await app?.stop();
    await Promise.all([host.close(), stranger.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const mounting = (options: string) => `<div id="here"></div><script type="module">
    import { mount, pick } from "${app.url}/embed.js";
    window.told = [];
    window.pick = pick;
    window.uploader = mount("#here", ${options});
    for (const type of ["done", "idle", "select", "interrupted"]) uploader.on(type, (event) => told.push({ type, event }));
    window.state = "waiting";
    uploader.ready.then(() => (state = "ready"), (error) => (state = error.code));
  </script>`;

  test("mounts on another origin, uploads, and inserts in the order chosen", async () => {
    await session.open(host.page(mounting("{ insert: true, theme: { mode: 'dark' } }")));
    await becomes(session, "state", "ready");
    const files = [await png("first.png"), await png("second.png")];
    await session.chooseFiles("[data-testid=files]", await writeFiles(folder, files), true);
    await becomes(session, rowsAt("done"), 2, true);
    expect(await session.evaluate("getComputedStyle(document.documentElement).colorScheme", true)).toBe("dark");
    await session.evaluate(press(/^(插入|Insert) 2/), true);
    await becomes(session, "told.filter(({ type }) => type === 'select').length", 1);

    const results = (await session.evaluate("told.find(({ type }) => type === 'select').event.results")) as Result[];
    expect(results.map(({ name }) => name)).toEqual(["first.png", "second.png"]);
    for (const [index, file] of files.entries()) {
      expect((await fetchBytes(results[index]?.url ?? "")).equals(file.bytes)).toBe(true);
    }
  });

  test("takes files that the host hands over, and grows with them", async () => {
    await session.open(host.page(mounting("{}")));
    await becomes(session, "state", "ready");
    const before = Number(await session.evaluate("document.querySelector('iframe').clientHeight"));
    const base64 = (await png("handed.png")).bytes.toString("base64");
    await session.evaluate(`fetch("data:image/png;base64,${base64}")
      .then((answer) => answer.blob())
      .then((blob) => uploader.add([1, 2, 3, 4].map((n) => new File([blob, String(n)], n + ".png", { type: "image/png" }))))`);
    await becomes(session, "told.filter(({ type }) => type === 'done').length", 4);
    await becomes(session, `document.querySelector('iframe').clientHeight > ${before}`, true);
  });

  test("uploads in a sandbox without an origin, what the host hands over and what is chosen there", async () => {
    await session.open(host.page(mounting("{ sandbox: 'allow-scripts', insert: true }")));
    await becomes(session, "state", "ready");
    const [handed, chosen] = [await png("handed-over.png"), await png("chosen.png")];
    await session.evaluate(`fetch("data:image/png;base64,${handed.bytes.toString("base64")}")
      .then((answer) => answer.blob())
      .then((blob) => uploader.add([new File([blob], "handed-over.png", { type: "image/png" })]))`);
    await becomes(session, rowsAt("done"), 1, true);
    await session.chooseFiles("[data-testid=files]", await writeFiles(folder, [chosen]), true);
    await becomes(session, rowsAt("done"), 2, true);
    expect(await session.evaluate("window.origin", true)).toBe("null");
    await becomes(session, "document.querySelectorAll('article img').length", 2, true);
    await session.evaluate(press(/^(插入|Insert) 2/), true);
    await becomes(session, "told.filter(({ type }) => type === 'select').length", 1);
    const results = (await session.evaluate("told.find(({ type }) => type === 'select').event.results")) as Result[];
    for (const [index, file] of [handed, chosen].entries()) {
      expect((await fetchBytes(results[index]?.url ?? "")).equals(file.bytes), file.name).toBe(true);
    }
  });

  test("starts again when the host puts its frame back, and says what was lost", async () => {
    await session.open(host.page(mounting("{ autoStart: false }")));
    await becomes(session, "state", "ready");
    await session.evaluate('uploader.add([new File(["x"], "held.png")])');
    await becomes(session, rowsAt("paused"), 1, true);
    await session.evaluate("(uploader.frame.remove(), document.body.append(uploader.frame))");
    await becomes(
      session,
      "told.filter(({ type }) => type === 'interrupted').map(({ event }) => event.files[0].name)",
      ["held.png"],
    );
  });

  test("the dialog opens, traps the page behind it, and resolves to nothing when it is closed", async () => {
    await session.open(host.page(mounting("{}")));
    await becomes(session, "state", "ready");
    await session.evaluate("(window.picked = 'open', pick({ locale: 'en' }).then((files) => (picked = files)), true)");
    await becomes(session, "document.querySelector('dialog').matches(':modal')", true);
    // WebKit's driver never comes back from a frame that is taken away while it loads.
    await becomes(session, "document.activeElement === document.querySelector('dialog iframe')", true);
    await session.evaluate("document.querySelector('dialog button').click()");
    await becomes(session, "picked", []);
    expect(await session.evaluate("document.querySelectorAll('dialog').length")).toBe(0);
  });

  test("a page that is not listed cannot frame it", async () => {
    await session.open(stranger.page(mounting("{}")));
    await becomes(session, "state", "no-answer");
  });
});
