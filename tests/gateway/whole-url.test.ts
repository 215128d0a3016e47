import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_PATHS } from "./hostile-paths.ts";
import { ASSET, fileOf, PAGE, send, sendRaw, signPath, startTestGateway, type TestGateway } from "./start.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    PUBLIC_URL: "http://up.example:8080",
    STORE_PUBLIC_URL: "http://img.example:8081",
  });
});
afterAll(() => gateway.close());

describe("a whole URL in the request line", () => {
  const host = () => `localhost:${gateway.port}`;
  const ask = (path: string, headers: Record<string, string> = { host: host() }, method = "GET") =>
    send(gateway.port, { path, headers, method });

  test("that names the Host is answered as its path is", async () => {
    const start = `http://${host()}`;
    expect(await ask(`${start}/`)).toMatchObject({ status: 200, text: PAGE });
    expect(await ask(start)).toMatchObject({ status: 200, text: PAGE });
    expect(await ask(`${start}?share=failed`)).toMatchObject({ status: 200, text: PAGE });
    expect(await ask(`${start}/assets/index-abc.js`)).toMatchObject({ status: 200, text: ASSET });
    expect(JSON.parse((await ask(`HTTPS://LOCALHOST:${gateway.port}/healthz`)).text)).toMatchObject({ status: "ok" });
    expect((await ask(`${start}${signPath(fileOf("x"), "image/png")}`)).status).toBe(200);
    expect((await ask("http://up.example:8080/api/config", { host: "up.example:8080" })).status).toBe(200);
    expect((await ask(`${start}/api/other`)).status).toBe(404);
    expect((await ask(`${start}/healthz`, { host: host() }, "POST")).status).toBe(405);
  });

  test("leads nowhere that its path does not lead", async () => {
    for (const path of HOSTILE_PATHS) {
      const [whole, alone] = [await ask(`http://${host()}${path}`), await ask(path)];
      expect([whole.status, whole.text], path).toEqual([alone.status, alone.text]);
    }
    expect((await ask("http://evil.example/healthz", { host: "evil.example" })).status).toBe(403);
  });

  test("that names anything but the Host is refused", async () => {
    for (const start of [
      "http://evil.example",
      "http://localhost",
      "http://localhost:1",
      `http://127.0.0.1:${gateway.port}`,
      "http://up.example:8080",
      `http://user@${host()}`,
      `http://user:password@${host()}`,
      `http://${host()}@evil.example`,
      `http://${host()}.evil.example`,
      `http://${host()}.`,
      `http://${host()}\\`,
      `http://${host()}#`,
      `http://${host()},evil.example`,
      `http:/${host()}`,
      `http:${host()}`,
      "http://",
      `http:///${host()}`,
      `//${host()}`,
      `ftp://${host()}`,
      `ws://${host()}`,
      `file://${host()}`,
      `x${host()}`,
    ]) {
      for (const path of ["/healthz", "/api/config", "/"]) {
        const { status } = await ask(`${start}${path}`);
        expect([400, 404], `${start}${path} is ${status}`).toContain(status);
      }
    }
  });

  test("does not stand in for the Host header", async () => {
    const lines = [`GET http://${host()}/healthz HTTP/1.1`, "Connection: close", "", ""];
    expect(await sendRaw(gateway.port, lines.join("\r\n"))).toMatch(/^HTTP\/1\.1 403 /);
  });
});
