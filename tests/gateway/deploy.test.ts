import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import { SIGNATURE_LIFETIME_SECONDS } from "../../src/gateway/backend/sign-put.ts";
import { Size } from "../../src/gateway/config/size.ts";
import { DEFAULT_STOP_TIMEOUT_SECONDS, SECRET_VARIABLES, Variables } from "../../src/gateway/config/variables.ts";
import { DEFAULT_CONNECTION_LIMITS } from "../../src/gateway/http/connection-limits.ts";
import { DEFAULT_LIMITS } from "../../src/store/limits.ts";

const ROOT = join(import.meta.dirname, "../..");
const DEPLOY = join(ROOT, "docs/deploy");
const read = (path: string) => readFileSync(path, "utf8");
const OPERATORS = read(join(ROOT, "docs/operators.md"));

test("the lock file holds all that package.json asks for, so npm ci installs it as it is", () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "cosdrop-lock-"));
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(ROOT, name), join(elsewhere, name));
  const dry = ["ci", "--dry-run", "--ignore-scripts", "--offline"];
  expect(execFileSync("npm", dry, { cwd: elsewhere, encoding: "utf8", stdio: "pipe" })).toMatch(/^added \d+ packages/m);
});

describe("the Dockerfile", () => {
  const lines = read(join(DEPLOY, "Dockerfile")).split("\n");

  test("runs only commands that the test command runs, and makes the store's folder", () => {
    const run = lines.flatMap((line) => (line.startsWith("RUN ") ? [line.slice(4)] : []));
    const { scripts } = JSON.parse(read(join(ROOT, "package.json")));
    const tested = [...read(join(ROOT, ".ci/run")).split(/\n| && /), ...Object.values<string>(scripts)].join(" && ");
    const parts = tested.split(" && ");
    for (const command of run.filter((line) => line.startsWith("npm "))) expect(parts).toContain(command);
    expect(run.filter((line) => !line.startsWith("npm "))).toEqual(["mkdir -m 0700 /data && chown node:node /data"]);
  });

  test("starts what npm start starts, not as root", () => {
    const { scripts } = JSON.parse(read(join(ROOT, "package.json")));
    const command = lines.find((line) => line.startsWith("CMD "))?.slice(4) ?? "[]";
    expect(JSON.parse(command).join(" ")).toBe(scripts.start);
    expect(lines).toContain("USER node");
  });

  test("is told to be stopped no sooner than the gateway stops", () => {
    const [, seconds] = /^docker run --stop-timeout (\d+) /m.exec(OPERATORS) ?? [];
    expect(Number(seconds)).toBeGreaterThan(DEFAULT_STOP_TIMEOUT_SECONDS);
  });

  test("leaves secrets and data out of the image", () => {
    const ignored = read(join(DEPLOY, "Dockerfile.dockerignore")).split("\n");
    for (const name of [".env", "data", ".git", "node_modules"]) expect(ignored).toContain(name);
  });
});

describe("the systemd unit", () => {
  const unit = read(join(DEPLOY, "cosdrop.service"));

  test("waits longer for a stop than the gateway takes for one", () => {
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(DEFAULT_STOP_TIMEOUT_SECONDS);
  });

  test("starts what npm start starts", () => {
    const { scripts } = JSON.parse(read(join(ROOT, "package.json")));
    const command = scripts.start.replace(/^node /, "/usr/bin/node ").replace(" dist/", " /opt/cosdrop/dist/");
    expect(unit).toContain(`ExecStart=${command}\n`);
  });

  test.skipIf(!existsSync("/usr/bin/systemd-analyze") || !existsSync("/usr/bin/node"))(
    "is valid, as systemd-analyze sees it",
    () => {
      const path = join(DEPLOY, "cosdrop.service");
      // It looks for the man page and for the program as well; a warning would be on standard error.
      expect(execFileSync("systemd-analyze", ["verify", "--man=no", path], { stdio: "pipe" }).toString()).toBe("");
    },
  );
});

describe("a second gateway's unit, as the operators' page makes it", () => {
  test("shares nothing with the first but its settings' contents", () => {
    const [, script = ""] = /^sed -E '([^']+)' docs\/deploy\/cosdrop\.service/m.exec(OPERATORS) ?? [];
    const unit = execFileSync("sed", ["-E", script, join(DEPLOY, "cosdrop.service")]).toString();
    const settings = unit.split("\n").filter((line) => !line.startsWith("#"));
    const places = settings.flatMap(
      (line) => line.match(/(?:\/opt|\/etc|\/var\/lib)\/cosdrop[^/\s]*|^StateDirectory=.*/g) ?? [],
    );
    expect(new Set(places)).toEqual(
      new Set(["/opt/cosdrop-2", "/etc/cosdrop-2", "/var/lib/cosdrop-2", "StateDirectory=cosdrop-2"]),
    );
  });
});

describe("nginx", () => {
  const conf = read(join(DEPLOY, "nginx.conf"));

  test("keeps connections to the gateway for a shorter time than the gateway does", () => {
    // nginx's default of keepalive_timeout inside upstream.
    const nginxKeepsMs = 60_000;
    expect(conf).not.toMatch(/^\s*keepalive_timeout/m);
    expect(DEFAULT_CONNECTION_LIMITS.keepAliveMs).toBeGreaterThan(nginxKeepsMs);
  });
});

test.each([
  ["nginx.conf", DEFAULT_CONNECTION_LIMITS.maxConnections],
  ["nginx-store.conf", DEFAULT_LIMITS.maxConnections],
])("%s lets no one address hold all the connections that there may be", (file, most) => {
  const [, zone, each] = /^ +limit_conn (\w+) (\d+);/m.exec(read(join(DEPLOY, file))) ?? [];
  expect(read(join(DEPLOY, file))).toContain(`limit_conn_zone $binary_remote_addr zone=${zone}:`);
  expect(Number(each)).toBeLessThan(most);
});

describe("the operators' page", () => {
  const page = read(join(ROOT, "docs/operators.md"));

  test.each(Object.keys(Variables.entries))("has %s in its table", (name) => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.some((row) => row.split("|")[1]?.includes(`\`${name}\``))).toBe(true);
  });

  test("names no variable that there is not", () => {
    const named = [...page.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, cell = ""]) =>
      cell.match(/[A-Z_]+/g),
    );
    expect(named).toHaveLength(Object.keys(Variables.entries).length);
    for (const name of named) expect(Object.keys(Variables.entries)).toContain(name);
  });

  test("says the limits that run", () => {
    const [gateway, store] = [DEFAULT_CONNECTION_LIMITS, DEFAULT_LIMITS];
    expect(page).toContain(
      `| ${gateway.maxConnections.toLocaleString("en")} for the gateway, ${store.maxConnections} for the embedded store;`,
    );
    expect(page).toContain(`| head of a request | ${gateway.headersMs / 1000} s |`);
    expect(page).toContain(`| ${gateway.silentSocketMs / 1000} s; ${store.silentSocketMs / 1000} s for the embedded`);
    expect(page).toContain(`valid for | ${SIGNATURE_LIFETIME_SECONDS} s |`);
  });
});

/** Each variable of a document's tables with the default that stands beside it. */
function writtenDefaults(document: string): [variable: string, written: string][] {
  return document.split("\n").flatMap((line): [string, string][] => {
    const [, first = "", second = ""] = line.split("|").map((cell) => cell.replaceAll("`", "").trim());
    const names = first.split(", ");
    if (!names.every((name) => name in Variables.entries)) return [];
    // A list of one variable's, or as many values as variables.
    const values = names.length === 1 ? [second] : second.split(", ");
    return names.map((name, index) => [name, values[index] ?? ""]);
  });
}

test.each(["README.md", "docs/operators.md"])("%s says the defaults that run", (path) => {
  const entries: Readonly<Record<string, { readonly default?: unknown }>> = Variables.entries;
  const written = writtenDefaults(read(join(ROOT, path)));
  expect(written.length).toBeGreaterThan(5);
  for (const [name, text] of written) {
    const runs = entries[name]?.default;
    if (typeof runs !== "string" || runs === "") continue;
    const said = name === "MAX_FILE_SIZE" ? String(v.parse(Size, text)) : text.replaceAll(", ", ",");
    expect(said, name).toBe(runs);
  }
});

test("every variable that holds a secret is known as one", () => {
  const secret = Object.keys(Variables.entries).filter((name) => /SECRET|TOKEN/.test(name));
  for (const name of secret) expect(SECRET_VARIABLES.has(name), name).toBe(true);
});
