import { expect, test } from "vitest";
import { loopbackHost } from "../../src/ui/qr/loopback.ts";

test.each([
  ["http://127.0.0.1:9000/p/a.png", "127.0.0.1"],
  ["http://localhost/p/a.png", "localhost"],
  ["http://store.localhost:9000/p/a.png", "store.localhost"],
  ["http://[::1]:9000/p/a.png", "[::1]"],
  ["http://2130706433/p/a.png", "127.0.0.1"],
])("%s leads to this very computer", (url, host) => {
  expect(loopbackHost(url)).toBe(host);
});

test.each([
  "https://cdn.example/127.0.0.1/localhost.png",
  "http://192.168.1.7/p/a.png",
  "https://127.0.0.1.example/p/a.png",
  "https://notlocalhost/p/a.png",
  "no link at all",
])("%s does not", (url) => {
  expect(loopbackHost(url)).toBeUndefined();
});
