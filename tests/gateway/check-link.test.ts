import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { checkLink } from "../../src/gateway/doctor/check-link.ts";
import { listen } from "../../src/gateway/listen.ts";

test.each<[number, Record<string, string>]>([
  [403, {}],
  [404, {}],
  [302, { location: "http://127.0.0.1:9/" }],
  [200, { "content-length": "5" }],
  [200, { "content-disposition": "attachment" }],
])("a link of somebody else's that answers %i %o is their operator's to mend", async (status, headers) => {
  const cdn = createServer((_req, res) => res.writeHead(status, headers).end("x".repeat(5)));
  onTestFinished(() => void cdn.close());
  const link = new URL(`http://127.0.0.1:${await listen(cdn, "127.0.0.1", 0)}/picture.png`);
  const mendable = (await checkLink(link, "theirs")).filter(({ status }) => status !== "ok");
  expect(mendable.map(({ fix }) => fix)).toEqual(["Ask the sign API's operator."]);
});
