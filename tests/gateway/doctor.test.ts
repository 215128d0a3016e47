import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Environment, readConfig } from "../../src/gateway/config/config.ts";
import { checkClock } from "../../src/gateway/doctor/check-clock.ts";
import { diagnose } from "../../src/gateway/doctor/diagnose.ts";
import { judgeRoom } from "../../src/gateway/doctor/embedded-checks.ts";
import type { Finding } from "../../src/gateway/doctor/finding.ts";
import { TEST_PICTURE } from "../../src/gateway/doctor/test-picture.ts";
import { type RunningStore, startStore } from "../../src/store/server.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { serve } from "./own-store.ts";

const KEY = { secretId: "AKIDoperator", secretKey: "operators-secret" };

/** On any free ports: others may have the usual ones. */
const examine = (environment: Environment, upload = false) =>
  diagnose(readConfig({ PORT: "0", STORE_PORT: "0", ...environment }), upload);
const failures = (findings: readonly Finding[]) => findings.filter(({ status }) => status === "fail");
const text = (findings: readonly Finding[]) =>
  findings.map(({ status, what, fix }) => `${status} ${what} ${fix ?? ""}`).join("\n");

describe("one's own bucket", () => {
  let store: RunningStore;
  let dir: string;
  const allowedOrigins: string[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cosdrop-doctor-"));
    const limits = { closeGraceMs: 0 };
    store = await startStore({
      dir,
      host: "127.0.0.1",
      port: 0,
      credentials: KEY,
      allowedOrigins,
      maxObjectSize: 1e6,
      limits,
    });
  });
  afterAll(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });
  const settings = (more: Environment = {}): Environment => ({
    COS_BUCKET: "pictures-1250000000",
    COS_REGION: "ap-guangzhou",
    COS_SECRET_ID: KEY.secretId,
    COS_SECRET_KEY: KEY.secretKey,
    COS_ENDPOINT: `http://127.0.0.1:${store.port}`,
    PUBLIC_URL: "https://localhost:8443",
    ACCESS_TOKEN: "token",
    TICKET_SECRET: "0123456789abcdef0123456789abcdef",
    ...more,
  });

  test("that is as it should be passes every check, the second time as well", async () => {
    allowedOrigins.push("https://localhost:8443");
    for (let i = 0; i < 2; i += 1) {
      const findings = await examine(settings());
      expect(
        findings.filter(({ status }) => status !== "ok"),
        text(findings),
      ).toEqual([]);
      expect(findings.length).toBe(6);
    }
    allowedOrigins.length = 0;
  });

  test.each<[string, Environment, string]>([
    ["a wrong SecretId", { COS_SECRET_ID: "AKIDother" }, "COS_SECRET_ID"],
    ["a wrong SecretKey", { COS_SECRET_KEY: "mistyped" }, "COS_SECRET_KEY"],
    ["an endpoint where nobody listens", { COS_ENDPOINT: "http://127.0.0.1:9" }, "COS_ENDPOINT"],
  ])("with %s fails once, naming the variable and not its value", async (_, change, variable) => {
    const found = failures(await examine(settings(change)));
    expect(found).toHaveLength(1);
    expect(found[0]?.fix).toContain(variable);
    expect(text(found)).not.toMatch(/operators-secret|mistyped/);
  });

  test("whose clock is 400 s ahead of ours is told to set the clock, not to allow the key more", async () => {
    const COS_ENDPOINT = await serve((req, res) => {
      req.resume().once("end", () => {
        res.writeHead(403, { date: new Date(Date.now() + 400_000).toUTCString() });
        res.end("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
      });
    });
    const found = failures(await examine(settings({ COS_ENDPOINT })));
    expect(found).toHaveLength(2);
    for (const { fix } of found) expect(fix).toContain("clock by NTP");
    expect(text(found)).not.toContain("cos:PutObject");
  });

  test("whose conflict is another than an object that is there already fails by its code", async () => {
    const COS_ENDPOINT = await serve((req, res) => {
      req.resume().once("end", () => res.writeHead(409).end("<Error><Code>BucketLocked</Code></Error>"));
    });
    expect(text(failures(await examine(settings({ COS_ENDPOINT }))))).toContain("BucketLocked");
  });

  test("of a temporary key is told that uploads end with it", async () => {
    expect(text(await examine(settings({ COS_SESSION_TOKEN: "of-an-hour" })))).toMatch(/note .*temporary.*restart/);
    expect(text(await examine(settings()))).not.toContain("temporary");
  });

  test("without a CORS rule works through the relay, and gets the rule to paste", async () => {
    const findings = await examine(settings());
    expect(failures(findings)).toEqual([]);
    expect(text(findings)).toContain(
      "Add the CORS rule below to the bucket. Until then, uploads go through the relay.",
    );
    expect(text(findings)).toContain("<AllowedOrigin>https://localhost:8443</AllowedOrigin>");
    expect(text(findings)).toContain('"AllowedOrigins"');
  });

  test("is tried for the pages of CORS_ORIGINS too, and they are in the rule", async () => {
    const found = text(await examine(settings({ CORS_ORIGINS: "https://admin.example", UPLOAD_ROUTE: "direct" })));
    expect(found).toMatch(/fail .*https:\/\/admin\.example/);
    expect(found).toContain("<AllowedOrigin>https://admin.example</AllowedOrigin>");
  });

  test("whose page will be on any free port gets a note in place of a CORS rule, and the rule of the pages that are known", async () => {
    const free = settings({ PUBLIC_URL: "", PORT: "0" });
    const alone = text(await examine(free));
    expect(alone).toMatch(/note .*PORT=0/);
    expect(alone).not.toMatch(/localhost:0|AllowedOrigin/);
    const known = text(await examine({ ...free, CORS_ORIGINS: "https://admin.example" }));
    expect(known).toContain("<AllowedOrigin>https://admin.example</AllowedOrigin>");
    expect(known).not.toContain("localhost:0");
    expect(text(await examine({ ...free, UPLOAD_ROUTE: "relay" }))).not.toContain("PORT=0");
  });

  test("without a CORS rule and with UPLOAD_ROUTE=direct fails", async () => {
    expect(text(failures(await examine(settings({ UPLOAD_ROUTE: "direct" }))))).toContain("CORS");
  });

  test.each<[string, number, Record<string, string>, string | Buffer, RegExp]>([
    ["refuses to be read", 403, {}, "", /fail .*refuses the link with HTTP 403\. .*public read/],
    ["is another site", 404, {}, "", /fail .*HTTP 404\. Check that CDN_URL/],
    ["redirects", 302, { location: "http://127.0.0.1:9/" }, "", /fail .*redirects the link .*CDN_URL/],
    ["gives other bytes", 200, {}, "<html>", /fail .*something else/],
    ["gives as many other bytes", 200, {}, "x".repeat(70), /fail .*something else/],
    ["gives a long page", 200, {}, "<html>".repeat(20_000), /fail .*something else/],
    ["fails", 503, {}, "", /fail .*HTTP 503\. .*again later/],
    ["forces downloads", 200, { "content-disposition": "attachment" }, TEST_PICTURE, /note .*download pictures/],
  ])("whose CDN domain %s is told so", async (_, status, headers, body, expected) => {
    const CDN_URL = await serve((req, res) => {
      req.resume().once("end", () => res.writeHead(status, headers).end(body));
    });
    expect(text(await examine(settings({ CDN_URL, UPLOAD_ROUTE: "relay" })))).toMatch(expected);
  });
});

describe("somebody else's sign API", () => {
  test("is asked for a signature of a made-up file, and nothing is uploaded unless asked", async () => {
    const third = await startThirdParty();
    onTestFinished(() => third.close());
    const findings = await examine(third.environment);
    expect(failures(findings)).toEqual([]);
    expect(text(findings)).toContain("Nothing was uploaded.");
    expect(third.puts).toEqual([]);
    const uploaded = await examine(third.environment, true);
    expect(failures(uploaded), text(uploaded)).toEqual([]);
    expect(text(uploaded)).toContain("The link loads");
    expect(third.objects.size).toBe(1);
  });

  test("that points somewhere else says what to name in RELAY_HOSTS", async () => {
    const third = await startThirdParty({ faults: { sign: "foreign-url" } });
    onTestFinished(() => third.close());
    expect(text(failures(await examine(third.environment)))).toContain("add https://evil.example to RELAY_HOSTS");
  });

  test.each([
    ["refuse", "文件已被管理员禁止"],
    ["malformed", "SIGN_API_URL"],
    ["redirect", "SIGN_API_URL"],
    ["smuggle-cookie", "cookie"],
    ["expired", "Set this machine's clock by NTP"],
    ["busy", "Wait a moment"],
    ["status-500", "again later"],
    ["page", "the whole address of the API"],
  ] as const)("that fails by %s is told in a sentence", async (fault, words) => {
    const third = await startThirdParty({ faults: { sign: fault } });
    onTestFinished(() => third.close());
    expect(text(failures(await examine(third.environment)))).toContain(words);
  });
});

describe("where the gateway is to listen", () => {
  test("is tried: a HOST that is none of this machine fails", async () => {
    for (const HOST of ["192.0.2.1", "999.1.1.1", "fe80::1"])
      expect(text(failures(await examine({ HOST, STORE_DIR: tmpdir() })))).toContain("HOST names no address");
  });

  test("may be taken, by the running gateway perhaps: each port that is gets a note", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const port = String((server.address() as AddressInfo).port);
    for (const variable of ["PORT", "STORE_PORT"]) {
      const findings = await examine({ [variable]: port, STORE_DIR: tmpdir() });
      expect(failures(findings)).toEqual([]);
      expect(text(findings)).toMatch(new RegExp(`^note Port ${port} is in use.*set ${variable}`, "m"));
    }
    expect(text(await examine({ STORE_DIR: tmpdir() }))).not.toContain("in use");
  });

  test("is free again after it was tried", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    for (let i = 0; i < 2; i += 1)
      expect(text(await examine({ PORT: String(port), STORE_DIR: tmpdir() }))).not.toContain("in use");
  });
});

describe("the embedded mode", () => {
  test("needs a folder that can be written", async () => {
    expect(failures(await examine({ STORE_DIR: tmpdir() }))).toEqual([]);
    expect(text(failures(await examine({ STORE_DIR: "/dev/null/data" })))).toContain("STORE_DIR");
    expect(text(failures(await examine({ STORE_DIR: import.meta.filename })))).toContain("STORE_DIR");
    const folder = await mkdtemp(join(tmpdir(), "cosdrop-doctor-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    expect(failures(await examine({ STORE_DIR: join(folder, "to", "be", "made") }))).toEqual([]);
  });

  test("is not content with a link to a folder that is not there, nor with one below it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosdrop-doctor-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const link = join(folder, "volume");
    await symlink(join(folder, "not-mounted"), link);
    for (const STORE_DIR of [link, join(link, "data")])
      expect(text(failures(await examine({ STORE_DIR })))).toContain(
        `${link} is a link to a folder that is not there.`,
      );
    await mkdir(join(folder, "not-mounted"));
    expect(failures(await examine({ STORE_DIR: link }))).toEqual([]);
  });

  test("is not content with a folder of its own that is none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cosdrop-doctor-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "objects"), "");
    await mkdir(join(folder, "elsewhere"));
    await symlink(join(folder, "elsewhere"), join(folder, "tmp"));
    const found = text(failures(await examine({ STORE_DIR: folder })));
    for (const name of ["objects", "tmp"]) expect(found).toContain(`${join(folder, name)} is not a folder`);
  });

  test("says of a folder where no files can be that it is no disk, and not that it is full", async () => {
    const found = text(failures(await examine({ STORE_DIR: "/proc/cosdrop" })));
    expect(found).toContain("STORE_DIR");
    expect(found).not.toContain("full");
  });

  test.each([
    ["fails where there is no room at all, full or not", { blocks: 0, bavail: 0 }, /^fail .* has no room for files/],
    ["fails without a free byte", { bavail: 0 }, /^fail .* is full\./],
    ["fails without a free inode", { ffree: 0 }, /^fail .*inodes/],
    ["is content where inodes are not counted", { files: 0, ffree: 0 }, /^ok .*1 GB are free/],
    ["notes that the largest file does not fit", { bavail: 1 }, /^note .*4 KB are free .*MAX_FILE_SIZE \(100 MB\)/],
  ])("%s", (_, change, expected) => {
    const room = { bsize: 4096, blocks: 524_288, bavail: 262_144, files: 100, ffree: 50, ...change };
    expect(text([judgeRoom("/data", room, 100 * 1024 ** 2)])).toMatch(expected);
  });
});

test.each([
  [0, "ok"],
  [59, "ok"],
  [120, "note"],
  [-120, "note"],
  [-299, "note"],
  [-300, "fail"],
  [-599, "fail"],
  [599, "note"],
  [1000, "fail"],
  [-1000, "fail"],
])("a clock that is %i s off is %s", (seconds, status) => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const date = new Date(now - seconds * 1000).toUTCString();
  expect(checkClock(date, "us", now).status).toBe(status);
  // Somebody else's signatures are made by somebody else's clock.
  expect(checkClock(date, "them", now).status).toBe(status === "fail" ? "note" : status);
});
