import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REFUSED, rawPage } from "../e2e/embed-raw.ts";
import { type EmbedSite, startSite } from "../e2e/embed-site.ts";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { png } from "../helpers/images.ts";
import type { BrowserSession } from "./browser-session.ts";
import { becomes, press, rowsAt, sessions } from "./sessions.ts";

const TOKEN = "browsers-token-0815";

/* What the frame must not do, and what it does where a browser does not let it do what it should. */
describe.each(sessions())("the frame's rules in $name", ({ start }) => {
  let host: EmbedSite;
  let otherHost: EmbedSite;
  let app: RunningApp;
  let session: BrowserSession;

  beforeAll(async () => {
    [host, otherHost] = await Promise.all([startSite(), startSite()]);
    app = await startApp("built", { EMBED_ORIGINS: `${host.origin} ${otherHost.origin}`, ACCESS_TOKEN: TOKEN });
    session = await start();
  });
  afterAll(async () => {
    await session?.close();
    await app?.stop();
    await Promise.all([host.close(), otherHost.close()]);
  });

  const page = (options: string, more = "") => `<button id="opener">open</button><div id="here"></div>
    <div id="there"></div><script type="module">
    import { mount, pick } from "${app.url}/embed.js";
    window.told = [];
    window.pick = pick;
    window.record = (uploader, name) => {
      for (const type of ["added", "progress", "done", "error"]) uploader.on(type, (event) => told.push({ name, type, event }));
      return uploader;
    };
    window.picture = (bytes, name) => new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type: "image/png" });
    window.uploader = record(mount("#here", { token: "${TOKEN}", locale: "en", ...${options} }), "here");
    ${more}
    window.state = "waiting";
    uploader.ready.then(() => (state = "ready"), (error) => (state = error.code));
  </script>`;
  const base64 = async (name: string) => (await png(name)).bytes.toString("base64");

  test("a dropped picture goes up with the host's token, and its progress is told", async () => {
    await session.open(host.page(page("{}")));
    await becomes(session, "state", "ready");
    await becomes(session, "document.querySelectorAll('[data-testid=files]').length", 1, true);
    await session.evaluate(
      `(() => {
        const bytes = Uint8Array.from(atob("${await base64("dropped.png")}"), (c) => c.charCodeAt(0));
        const data = new DataTransfer();
        // Long enough on its way for more than one look at its progress.
        data.items.add(new File([bytes, new Uint8Array(32 * 1024 ** 2)], "dropped.png", { type: "image/png" }));
        for (const type of ["dragenter", "dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        return true;
      })()`,
      true,
    );
    await becomes(session, "told.filter(({ type }) => type === 'done').map(({ event }) => event.name)", [
      "dropped.png",
    ]);
    expect(await session.evaluate("told.some(({ type }) => type === 'progress')")).toBe(true);
    expect(await session.evaluate("document.documentElement.outerHTML + location.href", true)).not.toContain(TOKEN);
  });

  test("where the frame may not copy, the host does", async () => {
    await session.evaluate("(navigator.clipboard.writeText = async (text) => { window.copied = text; }, true)");
    await session.evaluate(
      `(navigator.clipboard.write = navigator.clipboard.writeText = () => Promise.reject(new Error("no")),
        document.execCommand = () => false, true)`,
      true,
    );
    await session.evaluate(press(/^Copy the link/), true);
    await becomes(session, "window.copied === told.find(({ type }) => type === 'done').event.url", true);
  });

  test("two frames keep their files apart", async () => {
    const more = `window.other = record(mount("#there", { token: "${TOKEN}" }), "there");`;
    await session.open(host.page(page("{}", more)));
    await becomes(session, "state", "ready");
    const [left, right] = [await base64("left.png"), await base64("right.png")];
    await session.evaluate(
      `(uploader.add([picture("${left}", "left.png")]), other.add([picture("${right}", "right.png")]), true)`,
    );
    await becomes(
      session,
      "told.filter(({ type }) => type === 'done').map(({ name, event }) => name + ' ' + event.name).sort()",
      ["here left.png", "there right.png"],
    );
  });

  test("Escape inside the frame closes the dialog, and the focus goes back to where it was", async () => {
    await session.open(host.page(page("{}")));
    await becomes(session, "state", "ready");
    await session.evaluate(
      '(document.getElementById("opener").focus(), uploader.destroy(), pick({}).then((files) => (window.picked = files)), true)',
    );
    await becomes(session, "document.activeElement === document.querySelector('dialog iframe')", true);
    await becomes(session, "document.querySelectorAll('[data-testid=files]').length", 1, true);
    await session.evaluate(
      "(setTimeout(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))), true)",
      true,
    );
    await becomes(session, "window.picked", []);
    expect(await session.evaluate("document.activeElement.id")).toBe("opener");
  });

  test("what is wrong does nothing, and whoever may know is told so", async () => {
    for (const { what, send } of REFUSED) {
      await session.open(host.page(rawPage(app.url, host.origin)));
      await becomes(session, "document.querySelectorAll('[data-testid=files]').length", 1, true);
      await session.evaluate("(connect({ locale: 'zh-CN' }), true)");
      await becomes(session, "said.some(({ type }) => type === 'resize')", true);
      await session.evaluate(`(() => { ${send} })()`);
      await session.evaluate("(port.postMessage(envelope('ping', {}, { id: 'after' })), true)");
      await becomes(session, "said.some(({ re, ok }) => re === 'after' && ok)", true);
      expect(await session.evaluate("document.documentElement.lang", true), what).toBe("zh-CN");
      expect(await session.evaluate(rowsAt("failed"), true), what).toBe(0);
      expect(await session.evaluate("said.filter(({ re, ok }) => re !== 'after' && ok).length"), what).toBe(1);
    }
  });

  test("a listed page that is not this frame's host is neither heard nor told anything", async () => {
    await session.open(host.page(rawPage(app.url, otherHost.origin)));
    await becomes(session, "document.querySelectorAll('[data-testid=files]').length", 1, true);
    await session.evaluate("(connect({ locale: 'zh-CN' }), toWindow(envelope('ping', {})), true)");
    await session.evaluate("document.readyState", true);
    expect(await session.evaluate("said")).toEqual([]);
    await session.open(host.page(rawPage(app.url, host.origin)));
    await becomes(session, "said.some(({ type }) => type === 'ready')", true);
  });

  test("a flood is cut off, and the frame works on", async () => {
    await session.evaluate("(connect({}), true)");
    await becomes(session, "said.some(({ type }) => type === 'resize')", true);
    await session.evaluate("(() => { for (let i = 0; i < 5000; i += 1) port.postMessage(envelope('ping', {})); })()");
    await becomes(session, "said.some(({ error }) => error?.code === 'flood')", true);
    await becomes(
      session,
      "(port.postMessage(envelope('ping', {}, { id: 'after' })), said.some(({ re, ok }) => re === 'after' && ok))",
      true,
    );
    expect(await session.evaluate("said.filter(({ re }) => re !== undefined).length < 2000")).toBe(true);
  });
});
