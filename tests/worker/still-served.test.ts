import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stillServed } from "../../src/platform/still-served.ts";

/** Answers with the status that its path names, and HEAD alone. */
const server = createServer((req, res) => {
  res.writeHead(req.method === "HEAD" ? Number(req.url?.slice(1)) : 405).end();
});
let origin = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => void server.close());

test.each([
  [200, "served"],
  [404, "gone"],
  [410, "gone"],
  [403, "served"],
  [502, "unreachable"],
])("a script for which the server says %d is %s", async (status, served) => {
  expect(await stillServed(`${origin}/${status}`)).toBe(served);
});

test("a script of a server that does not answer is not taken for gone", async () => {
  expect(await stillServed("http://127.0.0.1:1/a.js")).toBe("unreachable");
});
