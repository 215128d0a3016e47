import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { type AppKind, type RunningApp, startApp } from "../helpers/app-process.ts";
import type { TestFile } from "../helpers/images.ts";
import { UploadPage } from "./upload-page.ts";

export interface AppOptions {
  /** Which of the two ways to run the app. */
  appKind: AppKind;
}

interface WorkerFixtures extends AppOptions {
  app: RunningApp;
}

interface TestFixtures {
  /** The page, open, with the clipboard allowed; the test fails on a CSP violation or an uncaught error. */
  upload: UploadPage;
  /** A folder for the files of this test. */
  folder: string;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  appKind: ["built", { option: true, scope: "worker" }],

  app: [
    async ({ appKind }, use) => {
      const app = await startApp(appKind);
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "cosdrop-files-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },

  upload: async ({ page, context, app }, use) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.url });
    const problems = watchForProblems(page);
    const upload = new UploadPage(page);
    await upload.open(app.url);
    await use(upload);
    expect(problems).toEqual([]);
  },
});

export { expect };

/** Uncaught errors and CSP violations: either is a bug, whatever else a test looks at. */
export function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  return problems;
}

/** Writes files below `folder`; a name may hold folders. */
export async function writeFiles(folder: string, files: readonly TestFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => join(folder, name));
  for (const [index, file] of files.entries()) {
    const path = paths[index] ?? "";
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
  }
  return paths;
}

export function digests(bytes: Uint8Array): { md5: string; sha1: string } {
  return {
    md5: createHash("md5").update(bytes).digest("hex"),
    sha1: createHash("sha1").update(bytes).digest("hex"),
  };
}

/** Fetches a link and asserts that it gives the same bytes, under a name made of their digests. */
export async function expectSameBytes(link: string, bytes: Uint8Array): Promise<void> {
  const response = await fetch(link);
  expect(response.status, link).toBe(200);
  const stored = Buffer.from(await response.arrayBuffer());
  expect(stored.equals(bytes), `${link} gives the bytes that were dropped`).toBe(true);
  const { md5, sha1 } = digests(bytes);
  expect(link).toContain(`/${md5}/${sha1}_${bytes.length.toString(16)}.`);
}
