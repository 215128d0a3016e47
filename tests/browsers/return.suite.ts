import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { png } from "../helpers/images.ts";
import type { BrowserSession } from "./browser-session.ts";
import { writeFiles } from "./files.ts";
import { type GatedApp, startGated } from "./gate.ts";
import { becomes, LINKS, press, rowsAt, sessions } from "./sessions.ts";

const PRINTED = "[...document.querySelectorAll('body > section li a')].map((link) => link.href)";

/** What is left of a visit: on paper, in the history, and without a network. */
describe.each(sessions())("after the uploads in $name", ({ start }) => {
  let app: GatedApp;
  let session: BrowserSession;
  let folder: string;
  let links: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cosdrop-browsers-"));
    app = await startGated();
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

  test("visited once, the page opens without a network, and says that the service cannot be reached", async () => {
    await openPage();
    await becomes(session, "navigator.serviceWorker.getRegistration().then((it) => it?.active?.state)", "activated");
    app.decide(() => "cut");
    await openPage();
    await becomes(session, "document.querySelectorAll('[role=alert]').length", 1);
    app.decide(() => "through");
    await session.evaluate(press(/^(重试|Try again)$/));
    await becomes(session, "document.querySelectorAll('[role=alert]').length", 0);
  });

  test("a print has every link, and the page is as it was afterwards", async () => {
    await openPage();
    const files = [await png("first.png"), await png("second.png")];
    await session.chooseFiles("[data-testid=files]", await writeFiles(folder, files));
    await becomes(session, rowsAt("done"), files.length);
    links = (await session.evaluate(LINKS)) as string[];
    expect(new Set(links).size).toBe(files.length);
    await session.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await session.evaluate(PRINTED)).toEqual(links);
    await session.evaluate("dispatchEvent(new Event('afterprint'))");
    await becomes(session, PRINTED, []);
  });

  test("the history has the links on the next visit", async () => {
    await openPage();
    await session.evaluate(press(/^(历史|History)$/));
    await becomes(
      session,
      "[...document.querySelectorAll('li a[href]')].map((link) => link.href).sort()",
      links.sort(),
    );
  });
});
