import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApp } from "../helpers/app-process.ts";
import { smallPng, type TestFile } from "../helpers/images.ts";
import type { PutFault, SignFault } from "../third-party/faults.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { digests, expect, test, watchForProblems, writeFiles } from "./fixtures.ts";
import { UploadPage } from "./upload-page.ts";

/*
 * `npm run test:soak`: thousands of files at once through the relay to somebody else's sign API and store, which fail by
 * chance. `SOAK_FILES` and `SOAK_SEED` choose how many files and which chance.
 */

const FILES = Number(process.env.SOAK_FILES ?? 2_000);
const SEED = Number(process.env.SOAK_SEED ?? 4);
/** Of all requests to the sign API and to the store. */
const SHARE = 0.1;
/** Every so many files there is one whose bytes were there before. */
const TWIN_EVERY = 20;
const LARGEST = 64 * 1024;
/** The page's time runs so many times as fast: pauses and limits are those of production, and nobody waits for them. */
const HASTE = 5;

/** What passes, what a person has to try again, and what breaks off; not lies, after which nothing could be right. */
const SIGN: readonly SignFault[] = ["busy", "status-500", "reset", "malformed", "not-an-envelope", "refuse", "expired"];
const PUT: readonly PutFault[] = [
  "internal-error",
  "slow-down",
  "reset",
  "reset-midway",
  "refuse-at-once",
  "malformed",
];

// A trace of minutes is of no use to anybody.
test.use({ trace: "off" });

test(`${FILES} files and 10 % faults (seed ${SEED}): nothing is lost, and nothing doubled`, async ({
  page,
  context,
}) => {
  test.setTimeout(20 * 60_000);
  const folder = await mkdtemp(join(tmpdir(), "cosdrop-soak-"));
  const thirdParty = await startThirdParty();
  const app = await startApp("built", { ...thirdParty.environment, RATE_LIMIT: "off" });
  try {
    const files = await makeFiles();
    thirdParty.faults.atRandom({ share: SHARE, sign: SIGN, put: PUT, random: randomFrom(SEED) });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.url });
    await hurry(page);
    const problems = watchForProblems(page);
    const upload = new UploadPage(page);
    await upload.open(app.url);
    await upload.drop(...(await writeFiles(folder, files)));
    await everyFileDone(upload);

    await test.step("every row is there once, with its own file's link", async () => {
      await upload.copyAllButton.click();
      await expect.poll(() => upload.clipboard()).toContain(thirdParty.storeOrigin);
      const links = (await upload.clipboard()).split(/\r?\n/);
      expect(links).toEqual(files.map(({ bytes }) => thirdParty.storeOrigin + pathOf(bytes)));
    });
    await test.step("every object is there once, with its own file's bytes", () => {
      const expected = new Map(files.map(({ bytes }) => [pathOf(bytes), bytes]));
      expect([...thirdParty.objects.keys()].sort()).toEqual([...expected.keys()].sort());
      const wrong = [...expected].filter(([path, bytes]) => !thirdParty.objects.get(path)?.bytes?.equals(bytes));
      expect(wrong.map(([path]) => path)).toEqual([]);
      expect(thirdParty.puts.filter(({ stored }) => stored).length).toBe(expected.size);
    });
    expect(thirdParty.faults.met, "faults were met").toBeGreaterThan(FILES * SHARE);
    expect(problems).toEqual([]);
    console.log(`${FILES} files, ${thirdParty.faults.met} faults met, ${thirdParty.puts.length} PUTs.`);
  } finally {
    await app.stop();
    await thirdParty.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Tries again, as a person does, what the page has given up. */
async function everyFileDone({ summary, page }: UploadPage): Promise<void> {
  const count = new Intl.NumberFormat("zh-CN").format(FILES);
  const open = summary.getByRole("button", { name: "全部取消" });
  const failed = summary.getByRole("button", { name: "重试失败" });
  const done = summary.getByText(`${count} / ${count} 已完成`);
  await expect
    .poll(
      async () => {
        if ((await done.count()) > 0) return "done";
        if ((await open.count()) === 0 && (await failed.count()) > 0) await failed.click();
        return "open";
      },
      { timeout: 15 * 60_000, intervals: [1_000] },
    )
    .toBe("done");
  await page.locator('article[data-stage="failed"]').waitFor({ state: "detached" });
}

async function hurry(page: UploadPage["page"]): Promise<void> {
  await page.addInitScript((haste) => {
    const { setTimeout: wait } = window;
    const now = performance.now.bind(performance);
    performance.now = () => now() * haste;
    Object.assign(window, {
      setTimeout: (act: TimerHandler, ms = 0, ...rest: unknown[]) => wait(act, ms / haste, ...rest),
    });
  }, HASTE);
}

async function makeFiles(): Promise<TestFile[]> {
  const files: TestFile[] = [];
  for (let i = 0; i < FILES; i += 1) {
    const twin = i % TWIN_EVERY === 0 ? files.at(-1) : undefined;
    const padding = randomBytes(((i * 7919) % LARGEST) + 1);
    const bytes = twin?.bytes ?? Buffer.concat([await smallPng(i), padding]);
    files.push({ name: `${i}.png`, type: "image/png", bytes });
  }
  return files;
}

/** As the third party names objects. */
function pathOf(bytes: Buffer): string {
  const { sha1 } = digests(bytes);
  return `/songlist/p/1147c/${sha1}_${bytes.length.toString(16)}.png`;
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
