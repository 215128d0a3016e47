import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { readSignAnswer } from "../../src/contract/sign.ts";
import { readConfig } from "../../src/gateway/config/config.ts";
import { ConfigError } from "../../src/gateway/config/mistakes.ts";
import { createLog } from "../../src/gateway/log/log.ts";
import { LONG_SECRET, macOf, temporaryToken } from "../helpers/temporary-token.ts";
import { fileOf, send, signPath, startTestGateway, type TestGateway } from "./start.ts";

const NOW = Math.floor(Date.parse("2026-01-01T00:00:00Z") / 1000);
const DAY = 86_400;
const OUTSIDE = { "x-forwarded-for": "198.51.100.7" };

const ask = (gateway: TestGateway, token: string, headers: Record<string, string> = {}) =>
  send(gateway.port, {
    path: signPath(fileOf(randomBytes(10))),
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
const statusOf = async (gateway: TestGateway, token: string) => (await ask(gateway, token)).status;

describe("a temporary token", () => {
  let gateway: TestGateway;
  let now: number;
  beforeAll(async () => {
    gateway = await startTestGateway({ ACCESS_TOKEN: LONG_SECRET }, { now: () => now });
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    now = NOW * 1000;
  });

  test("is good until the second that it names, and not from then on", async () => {
    const token = temporaryToken(LONG_SECRET, NOW + 60);
    expect(await statusOf(gateway, token)).toBe(200);
    now = (NOW + 60) * 1000 - 1;
    expect(await statusOf(gateway, token)).toBe(200);
    now += 1;
    const over = await ask(gateway, token);
    expect(over.status).toBe(401);
    expect(over.headers["www-authenticate"]).toMatch(/^Bearer realm="cosdrop", error="invalid_token"/);
    const answer = JSON.parse(over.text);
    expect(answer).toMatchObject({ code: 401, reason: "token_needed", expired: true, data: null });
    expect(readSignAnswer(answer)).toMatchObject({ kind: "refused", envelope: { expired: true } });
    expect(await statusOf(gateway, temporaryToken(LONG_SECRET, NOW + 61))).toBe(200);
  });

  const good = temporaryToken(LONG_SECRET, NOW + 60);
  const mac = good.slice(-64);
  const withLabel = (label: string, expiry: string) => macOf(LONG_SECRET, `cosdrop-access.${label}.${expiry}`);
  test.each<[string, string]>([
    ["with another expiry than it was made for", good.replace(`${NOW + 60}`, `${NOW + 61}`)],
    ["with another digit in its MAC", good.slice(0, -1) + (good.endsWith("0") ? "1" : "0")],
    ["with a MAC of zeros", `t1.${NOW + 60}.${"0".repeat(64)}`],
    ["made of another secret", temporaryToken(`${LONG_SECRET}0`, NOW + 60)],
    ["whose MAC lacks the label", `t1.${NOW + 60}.${macOf(LONG_SECRET, `t1.${NOW + 60}`)}`],
    ["whose MAC is of the expiry alone", `t1.${NOW + 60}.${macOf(LONG_SECRET, `${NOW + 60}`)}`],
    ["in capitals", good.toUpperCase()],
    ["with its MAC in capitals", `t1.${NOW + 60}.${mac.toUpperCase()}`],
    ["whose MAC lacks its end", good.slice(0, -2)],
    ["with something behind it", `${good}.x`],
    ["with more digits behind it", `${good}00`],
    ["without an expiry", `t1..${withLabel("t1", "")}`],
    ["without a MAC", `t1.${NOW + 60}.`],
    ["of another version", `t2.${NOW + 60}.${withLabel("t2", `${NOW + 60}`)}`],
    ["with another version before it", good.replace("t1", "t2")],
    ["with a capital T", good.replace("t", "T")],
    ["with a zero before the expiry that its MAC is of", good.replace("t1.", "t1.0")],
    ["with zeros before its expiry", temporaryToken(LONG_SECRET, `00${NOW + 60}`)],
    ["with a plus before its expiry", temporaryToken(LONG_SECRET, `+${NOW + 60}`)],
    ["whose expiry is negative", temporaryToken(LONG_SECRET, -1)],
    ["whose expiry has a fraction", temporaryToken(LONG_SECRET, `${NOW + 60}.5`)],
    ["whose expiry has an exponent", temporaryToken(LONG_SECRET, "1e12")],
    ["whose expiry is in hexadecimal", temporaryToken(LONG_SECRET, "0x69f00000")],
    ["whose expiry is no number", temporaryToken(LONG_SECRET, "never")],
  ])("%s is refused like any wrong one", async (_, token) => {
    const answer = await ask(gateway, token);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ reason: "token_needed" });
    expect(JSON.parse(answer.text)).not.toHaveProperty("expired");
  });

  test("whose time was over long ago is told so only where it is a real one", async () => {
    const answers = await Promise.all(
      [LONG_SECRET, `${LONG_SECRET}0`].map((secret) => ask(gateway, temporaryToken(secret, 1))),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(answers.map(({ text }) => JSON.parse(text).expired)).toEqual([true, undefined]);
  });

  test.each<[string, number | string]>([
    ["a day more than 30", NOW + 31 * DAY],
    ["milliseconds taken for seconds", (NOW + 60) * 1000],
    ["the end of all numbers", Number.MAX_SAFE_INTEGER],
    ["more than any number", "9".repeat(400)],
  ])("that would last too long is refused: %s", async (_, expiry) => {
    const answer = await ask(gateway, temporaryToken(LONG_SECRET, expiry));
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).not.toHaveProperty("expired");
  });

  test("that would last too long is told the limit, and the unit, where it is a real one", async () => {
    const tips = async (token: string) => JSON.parse((await ask(gateway, token)).text).tips;
    expect(await tips(temporaryToken(LONG_SECRET, (NOW + 60) * 1000))).toMatch(/30 days.*seconds/);
    expect(await tips(temporaryToken(`${LONG_SECRET}0`, (NOW + 60) * 1000))).not.toContain("30 days");
  });

  test("may last for 30 days, also where the clock of its maker is a few minutes ahead", async () => {
    expect(await statusOf(gateway, temporaryToken(LONG_SECRET, NOW + 30 * DAY))).toBe(200);
    expect(await statusOf(gateway, temporaryToken(LONG_SECRET, NOW + 30 * DAY + 300))).toBe(200);
    expect(await statusOf(gateway, temporaryToken(LONG_SECRET, NOW + 30 * DAY + 301))).toBe(401);
  });

  test("stands beside ACCESS_TOKEN itself, which has no end", async () => {
    now += 1000 * DAY * 1000;
    expect(await statusOf(gateway, LONG_SECRET)).toBe(200);
  });

  test("opens no /metrics; ACCESS_TOKEN does", async () => {
    const metrics = async (token: string) =>
      (await send(gateway.port, { path: "/metrics", headers: { ...OUTSIDE, authorization: `Bearer ${token}` } }))
        .status;
    expect(await statusOf(gateway, good)).toBe(200);
    expect(await metrics(good)).toBe(403);
    expect(await metrics(LONG_SECRET)).toBe(200);
  });

  test("is in no line of the log, be it good, over or wrong", async () => {
    const wrong = good.replace(`${NOW + 60}`, `${NOW + 61}`);
    const over = temporaryToken(LONG_SECRET, NOW - 1);
    expect(await Promise.all([good, over, wrong].map((token) => statusOf(gateway, token)))).toEqual([200, 401, 401]);
    await send(gateway.port, { path: `/tool/cos/sign?token=${good}`, headers: { authorization: `Bearer ${good}` } });
    await send(gateway.port, { path: `/tool/cos/${good}`, headers: { authorization: `Bearer ${good}` } });
    expect(gateway.log()).toContain('"reason":"token_needed"');
    for (const token of [good, over, wrong]) expect(gateway.log()).not.toContain(token.slice(-64));
  });
});

test("is made by the lines for Node in the document about embedding", async () => {
  const text = await readFile(join(import.meta.dirname, "../../docs/embedding.md"), "utf8");
  const [, lines = ""] = /```js\n(import \{ createHmac \}[^`]*(?:`[^`\n]+`[^`]*)*?)```/.exec(text) ?? [];
  const { temporaryToken: documented } = await import(`data:text/javascript,${encodeURIComponent(lines)}`);
  const gateway = await startTestGateway({ ACCESS_TOKEN: LONG_SECRET });
  onTestFinished(() => gateway.close());
  expect(await statusOf(gateway, documented(LONG_SECRET, 60))).toBe(200);
  expect(await statusOf(gateway, documented(LONG_SECRET, -60))).toBe(401);
});

test("two gateways with one ACCESS_TOKEN take the same temporary tokens, and one with another does not", async () => {
  const gateways = await Promise.all(
    [LONG_SECRET, LONG_SECRET, LONG_SECRET.toUpperCase()].map((ACCESS_TOKEN) => startTestGateway({ ACCESS_TOKEN })),
  );
  onTestFinished(async () => void (await Promise.all(gateways.map((gateway) => gateway.close()))));
  const token = temporaryToken(LONG_SECRET, Math.floor(Date.now() / 1000) + 60);
  expect(await Promise.all(gateways.map((gateway) => statusOf(gateway, token)))).toEqual([200, 200, 401]);
});

test("other temporary tokens give a client no more signatures: RATE_LIMIT counts clients, not tokens", async () => {
  const gateway = await startTestGateway({ ACCESS_TOKEN: LONG_SECRET, RATE_LIMIT: "3/h" });
  onTestFinished(() => gateway.close());
  const inAWhile = Math.floor(Date.now() / 1000) + 60;
  const statuses: number[] = [];
  for (let i = 0; i < 4; i += 1) statuses.push(await statusOf(gateway, temporaryToken(LONG_SECRET, inAWhile + i)));
  expect(statuses).toEqual([200, 200, 200, 429]);
});

test("an ACCESS_TOKEN that could be guessed from a temporary token makes none: whoever has one could find it", async () => {
  const short = LONG_SECRET.slice(1);
  const gateway = await startTestGateway({ ACCESS_TOKEN: short });
  onTestFinished(() => gateway.close());
  const answer = await ask(gateway, temporaryToken(short, Math.floor(Date.now() / 1000) + 60));
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text).tips).toMatch(/ACCESS_TOKEN.*32 characters/);
  expect(await statusOf(gateway, short)).toBe(200);
});

test.each([
  ["a temporary token", temporaryToken(LONG_SECRET, NOW)],
  ["one in capitals", temporaryToken(LONG_SECRET, NOW).toUpperCase()],
  ["one of a later version", temporaryToken(LONG_SECRET, NOW).replace("t1", "t2")],
])("an ACCESS_TOKEN that is itself %s stops the start: it would have no end", (_, value) => {
  const start = () => readConfig({ ACCESS_TOKEN: value });
  expect(start).toThrow(ConfigError);
  expect(start).toThrow(/ACCESS_TOKEN has the form of a temporary token/);
  expect(start).not.toThrow(value.slice(-64));
});

test("the log shows no temporary token wherever it stands in a text", () => {
  const token = temporaryToken(LONG_SECRET, NOW);
  const lines: string[] = [];
  const log = createLog({ destination: { write: (line) => lines.push(line) } });
  log.warn({ why: `no good: ${token}`, at: `https://x.example/?t=${token}&u=1` }, token);
  expect(lines.join("")).toContain(`t1.${NOW}.[redacted]`);
  expect(lines.join("")).not.toContain(token.slice(-64));
});
