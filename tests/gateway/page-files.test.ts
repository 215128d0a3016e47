import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pageFiles } from "../../src/gateway/page-files.ts";
import { serve } from "./own-store.ts";

/** Tools that make builds reproducible give all files one date. */
const ONE_DATE = new Date("1985-10-26T08:15:00Z");

/** A gateway's page files, served from a folder of their own; their origin. */
async function serveBuild(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-page-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, "assets"));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(dir, name), text);
    await utimes(join(dir, name), ONE_DATE, ONE_DATE);
  }
  const handler = pageFiles(dir);
  return await serve((req, res) => handler(req, res, () => undefined));
}

const revalidate = (url: string, etag: string | null) => fetch(url, { headers: { "if-none-match": etag ?? "" } });

test("a page of a new build is sent to who has the old one, also where sizes and dates are the same", async () => {
  const before = await serveBuild({ "index.html": "<script src=/assets/index-aaa.js>" });
  const after = await serveBuild({ "index.html": "<script src=/assets/index-bbb.js>" });
  const { headers } = await fetch(before);
  const answer = await revalidate(after, headers.get("etag"));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("index-bbb");
});

test("a page that has not changed is not sent again, by any gateway with the same build", async () => {
  const build = { "index.html": "page", "embed.js": "sdk", "assets/index-aaa.js": "script" };
  const [one, two] = [await serveBuild(build), await serveBuild(build)];
  for (const path of ["/", "/embed.js", "/assets/index-aaa.js"]) {
    const { headers } = await fetch(one + path);
    for (const origin of [one, two]) expect((await revalidate(origin + path, headers.get("etag"))).status).toBe(304);
  }
});

test("a script of another build is 404 in plain text, and nobody keeps that answer", async () => {
  const origin = await serveBuild({ "index.html": "page" });
  const answer = await fetch(`${origin}/assets/late-part-aaa.js`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  expect(answer.headers.get("cache-control")).toBe("no-store");
});
