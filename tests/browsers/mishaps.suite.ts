import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/contract/config.ts";
import { JOURNAL_DELAY_MS } from "../../src/platform/journal.ts";
import { paddedPng, png, type TestFile } from "../helpers/images.ts";
import type { BrowserSession } from "./browser-session.ts";
import { fetchBytes, writeFiles } from "./files.ts";
import { type GatedApp, startGated } from "./gate.ts";
import { becomes, LINKS, press, rowsAt, sessions } from "./sessions.ts";

const SIGN = /^\/tool\/cos\/sign\?/;
/** A page that the service worker serves fetches no code of its own. */
const SERVICE_WORKER = /service-worker/;
/** Names and stages, in order. */
const ROWS =
  '[...document.querySelectorAll("article")].map((row) => [row.getAttribute("aria-label"), row.dataset.stage])';

/** What a person or a network does to uploads in the middle. */
describe.each(sessions())("mishaps in $name", ({ start }) => {
  let app: GatedApp;
  let session: BrowserSession;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosdrop-browsers-"));
    app = await startGated();
    session = await start();
  });
  beforeEach(() => app.decide((path) => (SERVICE_WORKER.test(path) ? "gone" : "through")));
  afterAll(async () => {
    await session?.close();
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const openPage = async () => {
    await session.open(app.url);
    await becomes(session, 'document.querySelectorAll("[data-testid=files]").length', 1);
  };
  const choose = async (...files: TestFile[]) =>
    session.chooseFiles("[data-testid=files]", await writeFiles(folder, files));
  /** The rows are those of these files, in this order and no others, and each one's link gives its own file's bytes. */
  const expectLinksOf = async (...files: TestFile[]) => {
    await becomes(
      session,
      ROWS,
      files.map(({ name }) => [name, "done"]),
    );
    const links = (await session.evaluate(LINKS)) as string[];
    const stored = await Promise.all(links.map(fetchBytes));
    expect(stored.map((bytes) => files.find((file) => file.bytes.equals(bytes))?.name)).toEqual(
      files.map((file) => file.name),
    );
    // What a page leaves behind would be the first rows of the next one.
    await becomes(session, KEPT, [0, 0]);
  };
  /**
   * What is asked of the old page while it goes might never be answered: the new one's first question ends the wait. The
   * old one may ask the same, so the question counts once the new page itself was fetched.
   */
  const anotherPage = async (leave: () => Promise<unknown>) => {
    const before = app.asked.length;
    const asks = () => {
      const asked = app.asked.slice(before);
      return asked.includes("/") && asked.slice(asked.indexOf("/")).includes(CONFIG_PATH);
    };
    await leave();
    await expect.poll(asks, { timeout: 60_000 }).toBe(true);
  };
  const reload = (how: string) => anotherPage(() => session.evaluate(`(setTimeout(() => ${how}), true)`));
  /** Withholds what the pattern names. @returns the way to let it through. */
  const block = (how: "held" | "cut" | "gone", pattern: RegExp) => {
    app.decide((path) => (SERVICE_WORKER.test(path) ? "gone" : pattern.test(path) ? how : "through"));
    return () => app.decide((path) => (SERVICE_WORKER.test(path) ? "gone" : "through"));
  };
  const RELOAD = /^(刷新页面|Reload)/;
  const reloadIsOffered = `[...document.querySelectorAll("button")].some(({ textContent }) => ${RELOAD}.test(textContent))`;
  /** How many files the journal has rows and bytes of. To open it before the page has would make one without tables. */
  const KEPT = `(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "cosdrop-journal")) return [0, 0];
    return new Promise((resolve) => {
      const opening = indexedDB.open("cosdrop-journal");
      opening.onsuccess = () => {
        const transaction = opening.result.transaction(["rows", "bytes"]);
        const counts = ["rows", "bytes"].map((table) => transaction.objectStore(table).count());
        transaction.oncomplete = () => (opening.result.close(), resolve(counts.map(({ result }) => result)));
      };
    });
  })()`;
  /** A window that keeps nothing, as WebKit's driver opens, takes no blob; the row says that its file is wanted again. */
  const keepsBytes = () => session.evaluate("navigator.storage !== undefined");

  test("a reload in the middle brings the files back, in their order, with the bytes that the browser kept", async () => {
    const letThrough = block("held", SIGN);
    await openPage();
    const files = [await png("一.png"), await paddedPng("two.png", 3 * 1024 ** 2)];
    const paths = await writeFiles(folder, files);
    await session.chooseFiles("[data-testid=files]", paths);
    await becomes(session, rowsAt("signing"), 2);
    const bytesAreKept = await keepsBytes();
    await becomes(session, KEPT, [2, bytesAreKept ? 2 : 0]);
    letThrough();
    await reload("location.reload()");
    if (!bytesAreKept) {
      await becomes(session, "document.querySelectorAll('article').length", 2);
      await becomes(session, rowsAt("failed"), 2);
      await session.chooseFiles("[data-testid=files]", paths);
    }
    await expectLinksOf(...files);
  });

  test("a reload soon after files were chosen loses no row, and the same files chosen again go on in theirs", async () => {
    const letThrough = block("held", SIGN);
    await openPage();
    const files = [await png("early.png"), await png("bird.png")];
    const paths = await writeFiles(folder, files);
    await becomes(
      session,
      "indexedDB.databases().then((all) => all.some(({ name }) => name === 'cosdrop-journal'))",
      true,
    );
    // Sooner is no promise: WebKit does not always finish what a page begins to write while it goes.
    const soon = JOURNAL_DELAY_MS + 200;
    await session.evaluate(
      `document.querySelector('[data-testid=files]').addEventListener('change', () => setTimeout(() => location.reload(), ${soon}))`,
    );
    await anotherPage(() => session.chooseFiles("[data-testid=files]", paths));
    letThrough();
    await becomes(
      session,
      ROWS,
      files.map(({ name }) => [name, "failed"]),
    );
    await session.chooseFiles("[data-testid=files]", paths);
    await expectLinksOf(...files);
  });

  test("a file is paused and goes on, is cancelled and tried again, and keeps its row", async () => {
    const letThrough = block("held", SIGN);
    await openPage();
    const files = [await png("first.png"), await png("second.png")];
    await choose(...files);
    await becomes(session, rowsAt("signing"), 2);
    await session.evaluate(press(/^(全部暂停|Pause all)$/));
    await becomes(session, rowsAt("paused"), 2);
    letThrough();
    await session.evaluate(press(/^(继续上传|Resume)$/));
    await expectLinksOf(...files);

    const again = block("held", SIGN);
    const third = await png("third.png");
    await choose(third);
    await becomes(session, rowsAt("signing"), 1);
    await session.evaluate(press(/^(取消|Cancel) .*third/));
    await becomes(session, rowsAt("cancelled"), 1);
    again();
    await session.evaluate(press(/^(重试|Retry) .*third/));
    await expectLinksOf(...files, third);
  });

  test("a line that breaks and comes back costs nothing but time", async () => {
    const letThrough = block("cut", SIGN);
    await openPage();
    const file = await png("line.png");
    await choose(file);
    await becomes(session, rowsAt("waiting"), 1);
    letThrough();
    await expectLinksOf(file);
  });

  test("files go up in spite of code that broke off once, after a reload where the browser imports no code again", async () => {
    const letThrough = block("gone", /\/assets\/adapters-/);
    await openPage();
    const file = await png("code.png");
    await becomes(
      session,
      "performance.getEntriesByType('resource').some(({ name }) => name.includes('/adapters-'))",
      true,
    );
    letThrough();
    await choose(file);
    await becomes(session, `${rowsAt("done")} === 1 || ${reloadIsOffered}`, true);
    if (await session.evaluate(reloadIsOffered)) {
      await becomes(session, KEPT, [1, (await keepsBytes()) ? 1 : 0]);
      await reload(press(RELOAD));
    }
    await expectLinksOf(file);
  });
});
