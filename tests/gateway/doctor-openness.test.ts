import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { type Environment, readConfig } from "../../src/gateway/config/config.ts";
import { diagnose } from "../../src/gateway/doctor/diagnose.ts";

/** What the doctor finds, a line each. */
async function examine(environment: Environment): Promise<string> {
  const settings = { PORT: "0", STORE_PORT: "0", STORE_DIR: tmpdir(), ...environment };
  const findings = await diagnose(readConfig(settings), false);
  return findings.map(({ status, what, fix }) => `${status} ${what} ${fix ?? ""}`).join("\n");
}

const PUBLIC = { PUBLIC_URL: "https://up.example", STORE_PUBLIC_URL: "https://img.example" };

test("a page that is open to everybody is mentioned, where the page is public", async () => {
  expect(await examine(PUBLIC)).toContain("Set ACCESS_TOKEN");
  expect(await examine({})).not.toContain("ACCESS_TOKEN");
});

test("an access token that could be found by trying is mentioned, and not repeated, where the page is public", async () => {
  const told = await examine({ ...PUBLIC, ACCESS_TOKEN: "opensesame" });
  expect(told).toMatch(/^note ACCESS_TOKEN .*by trying.* openssl rand -hex 32$/m);
  expect(told).not.toContain("opensesame");
  expect(await examine({ ACCESS_TOKEN: "opensesame" })).not.toContain("ACCESS_TOKEN");
  expect(await examine({ ...PUBLIC, ACCESS_TOKEN: "k7Pq-x2Vb_9Rm4Tz" })).not.toContain("ACCESS_TOKEN");
});

test("a page without a TICKET_SECRET is told what a restart refuses, where the page is public", async () => {
  expect(await examine(PUBLIC)).toMatch(/^note TICKET_SECRET .*signed before a restart.* openssl rand -hex 32$/m);
  const TICKET_SECRET = "0123456789abcdef0123456789abcdef";
  for (const environment of [{ ...PUBLIC, TICKET_SECRET }, {}])
    expect(await examine(environment)).not.toContain("TICKET_SECRET");
});

test("listening for others without PUBLIC_URL is told that others are refused", async () => {
  const told = /^note .*other machines.* PUBLIC_URL/m;
  expect(await examine({ HOST: "0.0.0.0" })).toMatch(told);
  expect(await examine({ HOST: "::", ...PUBLIC })).not.toMatch(told);
  for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect(await examine({ HOST })).not.toMatch(told);
});

test("a public page over https without TRUST_PROXY is told that all its visitors are one client to the limit", async () => {
  expect(await examine(PUBLIC)).toMatch(/^note .*one client.*RATE_LIMIT.* TRUST_PROXY/m);
  for (const more of [{ TRUST_PROXY: "127.0.0.1" }, { RATE_LIMIT: "off" }])
    expect(await examine({ ...PUBLIC, ...more })).not.toContain("TRUST_PROXY");
  expect(await examine({ PUBLIC_URL: "http://up.example", STORE_PUBLIC_URL: "http://img.example" })).not.toContain(
    "TRUST_PROXY",
  );
});
