import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { SignData } from "../../src/contract/sign.ts";
import { isPublicAddress } from "../../src/gateway/outgoing/public-address.ts";
import { readDestination } from "../../src/gateway/relay/destination.ts";
import { readSignedHeaders } from "../../src/gateway/relay/signed-headers.ts";
import { createTicketBox } from "../../src/gateway/relay/ticket.ts";
import { checkGrant } from "../../src/gateway/third-party/check-grant.ts";
import { refusalOf, relay } from "./relay-client.ts";
import { fileOf, startTestGateway } from "./start.ts";

const ALLOWED = { hostPatterns: ["*.img.example", "one.example"], namedOrigins: ["http://127.0.0.1:9100"] };
const COS = "https://pictures-1250000000.cos.ap-guangzhou.myqcloud.com";

describe("bytes may go", () => {
  test.each([
    `${COS}/songlist/p/a.png`,
    "https://pictures-1250000000.cos.ap-guangzhou.tencentcos.cn/a.png",
    "https://pictures-1250000000.cos.accelerate.myqcloud.com/a.png",
    "https://a.img.example/a.png",
    "https://a.b.img.example/a.png",
    "https://one.example/a%20b.png",
    "http://127.0.0.1:9100/a.png",
  ])("to %s", (url) => {
    expect(readDestination(url, ALLOWED)?.href).toBe(url);
  });
});

/** Each is what a hostile or broken sign API could answer. */
const HOSTILE: readonly string[] = [
  "http://pictures-1250000000.cos.ap-guangzhou.myqcloud.com/a.png",
  "https://evil.example/a.png",
  "https://myqcloud.com/a.png",
  "https://cos.ap-guangzhou.myqcloud.com/a.png",
  "https://evilmyqcloud.com/a.png",
  "https://x.cos.ap-guangzhou.myqcloud.com.evil.example/a.png",
  "https://evil.example/x.cos.ap-guangzhou.myqcloud.com/a.png",
  "https://x.cos.a.b.myqcloud.com/a.png",
  "https://user:pw@x.cos.ap-guangzhou.myqcloud.com/a.png",
  "https://x.cos.ap-guangzhou.myqcloud.com@evil.example/a.png",
  "https://x.cos.ap-guangzhou.myqcloud.com:8443/a.png",
  "https://x.cos.ap-guangzhou.myqcloud.com/a.png?acl",
  "https://x.cos.ap-guangzhou.myqcloud.com/a.png#x",
  "https://x.cos.ap-guangzhou.myqcloud.com/a+b.png",
  "https://x.cos.ap-guangzhou.myqcloud.com/../b.png",
  "https://x.cos.ap-guangzhou.myqcloud.com/a/%2e%2e/b.png",
  "https://x.cos.ap-guangzhou.myqcloud.com\\@evil.example/",
  "https://x.cos.ap-guangzhou.myqcloud.com/\r\nHost: evil.example",
  "https:\\\\x.cos.ap-guangzhou.myqcloud.com/a.png",
  "https:/x.cos.ap-guangzhou.myqcloud.com/a.png",
  "//x.cos.ap-guangzhou.myqcloud.com/a.png",
  "https://127.0.0.1/a.png",
  "https://2130706433/a.png",
  "https://0x7f.1/a.png",
  "https://[::1]/a.png",
  "https://[::ffff:169.254.169.254]/latest/meta-data",
  "http://169.254.169.254/latest/meta-data",
  "http://127.0.0.1:9101/a.png",
  "https://127.0.0.1:9100/a.png",
  "http://localhost:9100/a.png",
  "https://img.example/a.png",
  "https://xone.example/a.png",
  "https://one.example./a.png",
  "https://ｏne.example/a.png",
  "ftp://one.example/a.png",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_SET",
  "javascript:alert(1)",
  "data:text/plain,x",
  "",
  "not a url",
];

describe("SSRF: a hostile URL in a sign answer leads nowhere", () => {
  test.each(HOSTILE)("%s", (url) => {
    expect(readDestination(url, ALLOWED)).toBeUndefined();
  });

  test("there are at least thirty of them", () => expect(HOSTILE.length).toBeGreaterThanOrEqual(30));
});

describe("an address is public", () => {
  test.each([
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "203.0.112.1",
    "223.255.255.255",
    "2001:200::1",
    "2400:3200::1",
    "2606:4700::1111",
  ])("%s: yes", (address) => expect(isPublicAddress(address)).toBe(true));
  test.each([
    "127.0.0.1",
    "127.255.255.255",
    "0.0.0.0",
    "0.255.255.255",
    "10.1.2.3",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.255",
    "192.168.1.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "239.255.255.255",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2001::1",
    "2001:1ff::1",
    "3fff:fff::1",
    "not an address",
    "",
  ])("%s: no", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("DNS rebinding", () => {
  const file = fileOf(randomBytes(100));
  const TICKET_SECRET = "0123456789abcdef0123456789abcdef";

  /** A gateway whose relay resolves names as told, and a ticket to `https://<host>/`, sealed with its own secret. */
  async function attempt(resolve: (name: string, calls: number) => string[], port: number) {
    let calls = 0;
    const gateway = await startTestGateway(
      { SIGN_API_URL: "http://127.0.0.1:1/sign", TICKET_SECRET },
      {
        resolve: async (name) => {
          calls += 1;
          return resolve(name, calls).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
        },
      },
    );
    const url = `https://x.cos.ap-guangzhou.myqcloud.com${port === 443 ? "" : `:${port}`}/a.png`;
    const { md5, sha1, size } = file;
    const headers = { host: new URL(url).host, "content-length": String(size) };
    const ticket = createTicketBox(TICKET_SECRET).seal({ url, headers, md5, sha1, size, expires: Date.now() + 60_000 });
    const answer = await relay(gateway.port, `/upload/${ticket}`, file.bytes);
    await gateway.close();
    return { refused: refusalOf(answer), calls };
  }

  test.each([
    ["loopback", ["127.0.0.1"]],
    ["a private network", ["10.0.0.5"]],
    ["the cloud's metadata service", ["169.254.169.254"]],
    ["a carrier's network", ["100.64.1.1"]],
    ["IPv4 inside IPv6", ["::ffff:127.0.0.1"]],
    ["NAT64", ["64:ff9b::7f00:1"]],
    ["a public address and loopback together", ["1.1.1.1", "127.0.0.1"]],
    ["nothing", []],
  ])("a name that leads to %s is refused, and nobody is connected to", async (_, addresses) => {
    let connections = 0;
    const trap = createServer(() => {
      connections += 1;
    }).listen(0, "127.0.0.1");
    await once(trap, "listening");
    const { refused, calls } = await attempt(() => addresses, (trap.address() as AddressInfo).port);
    expect(refused).toMatchObject({ status: 502, reason: "sign_destination_refused" });
    expect(calls).toBe(1);
    expect(connections).toBe(0);
    trap.close();
  });

  test("a name that is public first and 127.0.0.1 afterwards is asked for once, and the second answer never used", async () => {
    let connections = 0;
    const trap = createServer(() => {
      connections += 1;
    }).listen(0, "127.0.0.1");
    await once(trap, "listening");
    // 240.0.0.0/4 would be refused: this one is public, and not routed on a machine for tests.
    const { refused, calls } = await attempt(
      (_, count) => (count === 1 ? ["2606:4700:4700::64"] : ["127.0.0.1"]),
      (trap.address() as AddressInfo).port,
    );
    expect(refused.reason).toMatch(/^put_(unreachable|stalled)$/);
    expect(calls).toBe(1);
    expect(connections).toBe(0);
    trap.close();
  });
});

describe("the headers of a sign answer", () => {
  const request = { sha1: "a".repeat(40), md5: "f853b39f8d7c2e617dbde77dca66d413", size: 51458 };
  const good = {
    Host: "x.example",
    "User-Agent": "workerman/http-client",
    Connection: "keep-alive",
    "Content-Length": "51458",
    "content-md5": "+FOzn418LmF9ved9ymbUEw==",
    "x-cos-security-token": "token",
    Authorization: "q-sign-algorithm=sha1",
  };

  test("of the published example are passed on, Connection apart", () => {
    expect(readSignedHeaders(good, request, "x.example")).toEqual({
      ok: true,
      headers: {
        host: "x.example",
        "user-agent": "workerman/http-client",
        "content-length": "51458",
        "content-md5": "+FOzn418LmF9ved9ymbUEw==",
        "x-cos-security-token": "token",
        authorization: "q-sign-algorithm=sha1",
      },
    });
  });

  test("may have a Date, which COS names among the common ones", () => {
    const date = "Wed, 29 May 2019 04:10:12 GMT";
    const verdict = readSignedHeaders({ ...good, Date: date }, request, "x.example");
    expect(verdict).toMatchObject({ ok: true, headers: { date } });
  });

  test("that leave Host and Content-Length out get both", () => {
    expect(readSignedHeaders({ Authorization: "q" }, request, "x.example")).toEqual({
      ok: true,
      headers: { authorization: "q", host: "x.example", "content-length": "51458" },
    });
  });

  test.each<[string, Record<string, string>]>([
    ["Transfer-Encoding", { "Transfer-Encoding": "chunked" }],
    ["Transfer-Encoding in odd case", { "tRANSFER-eNCODING": "identity" }],
    ["TE", { TE: "trailers" }],
    ["Upgrade", { Upgrade: "websocket" }],
    ["Cookie", { Cookie: "a=b" }],
    ["Expect", { Expect: "100-continue" }],
    ["Proxy-Authorization", { "Proxy-Authorization": "Basic x" }],
    ["X-Forwarded-For", { "X-Forwarded-For": "127.0.0.1" }],
    ["a foreign Host", { Host: "evil.example" }],
    ["a Host with another port", { Host: "x.example:8080" }],
    ["a second host in another case", { host: "x.example" }],
    ["another length", { "Content-Length": "51459" }],
    ["a length in other words", { "Content-Length": "051458" }],
    ["two lengths", { "content-length": "51458" }],
    ["another MD5", { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" }],
    ["a line break", { "x-cos-meta-a": "1\r\nX: y" }],
    ["a bare line feed", { "x-cos-meta-a": "1\nX: y" }],
  ])("with %s are refused", (_, extra) => {
    expect(readSignedHeaders({ ...good, ...extra }, request, "x.example").ok).toBe(false);
  });

  test("and the rest of the answer become a grant that ends with its signature", () => {
    const end = Math.floor(Date.now() / 1000) + 100;
    const data: SignData = {
      url: `${COS}/songlist/p/a.png`,
      method: "PUT",
      header: {
        ...good,
        Host: new URL(COS).host,
        Authorization: `q-sign-algorithm=sha1&q-ak=x&q-sign-time=1;${end}&q-key-time=1;${end}`,
      },
      CDN: "https://cdn.example/a.png",
    };
    const verdict = checkGrant(data, request, ALLOWED);
    expect(verdict).toMatchObject({ ok: true, grant: { url: data.url, size: 51458, expires: end * 1000 } });
    expect(checkGrant({ ...data, CDN: "http://cdn.example/a.png" }, request, ALLOWED).ok).toBe(false);
    expect(checkGrant({ ...data, CDN: "http://127.0.0.1:9100/a.png" }, request, ALLOWED).ok).toBe(true);
  });
});
