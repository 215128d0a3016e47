import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { get, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LOOK_MS } from "../../src/gateway/build-id.ts";
import { pageFiles } from "../../src/gateway/page-files.ts";
import { serve } from "./own-store.ts";

/** Tools that make builds reproducible give all files one date. */
const ONE_DATE = new Date("1985-10-26T08:15:00Z");

interface Folder {
  readonly origin: string;
  readonly dir: string;
  /** Lets the time pass after which builds are told apart. */
  pass(): void;
}

/** A gateway's page files, served from a folder of their own. */
async function serveFolder(files: Readonly<Record<string, string>>): Promise<Folder> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-page-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, "assets"));
  await writeBuild(dir, files);
  let now = 0;
  const handler = pageFiles(dir, () => now);
  const pass = () => {
    now += LOOK_MS;
  };
  return { origin: await serve((req, res) => handler(req, res, () => undefined)), dir, pass };
}

async function writeBuild(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(dir, name), text);
    await utimes(join(dir, name), ONE_DATE, ONE_DATE);
  }
}

const serveBuild = async (files: Readonly<Record<string, string>>) => (await serveFolder(files)).origin;

/** As they are: fetch would resolve `..`, and add codings of its own. */
function ask(origin: string, path: string, headers: OutgoingHttpHeaders): Promise<IncomingMessage> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers }, (answer) => resolve(answer.resume())).on("error", reject);
  });
}

const statusOf = async (origin: string, path: string) => (await ask(origin, path, {})).statusCode;
const codingOf = async (origin: string, accepted: string) =>
  (await ask(origin, "/", { "accept-encoding": accepted })).headers["content-encoding"] ?? null;

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

test("a build that takes another's place is served as it is: with its own length, and to who has the old one too", async () => {
  const { origin, dir, pass } = await serveFolder({
    "index.html": "<script src=/assets/index-aaa.js>",
    "theme.js": "1",
  });
  const { headers } = await fetch(origin);
  await writeFile(join(dir, "index.html"), "<script src=/assets/index-bbb-and-more.js>");
  const longer = await fetch(origin);
  expect(await longer.text()).toBe("<script src=/assets/index-bbb-and-more.js>");
  await writeBuild(dir, { "index.html": "<script src=/assets/index-ccc.js>" });
  pass();
  const answer = await revalidate(origin, headers.get("etag"));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("index-ccc");
});

test("a script that a new build has taken away is 404, and one that came with it is there", async () => {
  const { origin, dir } = await serveFolder({ "index.html": "page", "assets/index-aaa.js": "old" });
  await rm(join(dir, "assets/index-aaa.js"));
  await writeBuild(dir, { "assets/index-bbb.js": "new" });
  const gone = await fetch(`${origin}/assets/index-aaa.js`);
  expect(gone.status).toBe(404);
  expect(gone.headers.get("cache-control")).toBe("no-store");
  expect(await (await fetch(`${origin}/assets/index-bbb.js`)).text()).toBe("new");
});

test("while a build has nothing there yet, the page is 404, and then it is back", async () => {
  const { origin, dir } = await serveFolder({ "index.html": "page" });
  await rm(dir, { recursive: true });
  expect((await fetch(origin)).status).toBe(404);
  await mkdir(join(dir, "assets"), { recursive: true });
  await writeBuild(dir, { "index.html": "page" });
  expect(await (await fetch(origin)).text()).toBe("page");
});

test.each([
  ["br, gzip", "br"],
  ["gzip;q=1.0, br;q=0.5", "br"],
  ["br;q=0", null],
  ["br; Q=0.000, gzip", "gzip"],
  ["gzip;q=0", null],
  ["x-library", null],
  ["", null],
])("who accepts %j gets a file in the coding %s", async (accepted, coding) => {
  const origin = await serveBuild({ "index.html": "page", "index.html.br": "B", "index.html.gz": "G" });
  expect(await codingOf(origin, accepted)).toBe(coding);
});

test("files whose names begin with a dot, or that lie outside, are not served", async () => {
  const { origin, dir } = await serveFolder({ "index.html": "page", ".env": "secret", "assets/.cache.js": "secret" });
  await writeFile(`${dir}-beside`, "secret");
  onTestFinished(() => rm(`${dir}-beside`));
  const beside = `${basename(dir)}-beside`;
  const paths = ["/.env", "/%2eenv", "/assets/.cache.js", `/../${beside}`, `/%2e%2e/${beside}`, `/..%2f${beside}`];
  for (const path of [...paths, "/assets", "/%00", "/%", `/${"a".repeat(5_000)}`]) {
    expect(await statusOf(origin, path), path).toBe(404);
  }
});

test("plain text says that it is UTF-8: the licences have names in it", async () => {
  const origin = await serveBuild({ "index.html": "page", "licenses.txt": "André" });
  const answer = await fetch(`${origin}/licenses.txt`);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
});
