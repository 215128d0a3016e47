import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { checkLink } from "../../src/gateway/doctor/check-link.ts";
import { TEST_PICTURE } from "../../src/gateway/doctor/test-picture.ts";
import { listen } from "../../src/gateway/listen.ts";

test.each<[number, Record<string, string>, string | Buffer]>([
  [403, {}, ""],
  [404, {}, ""],
  [302, { location: "http://127.0.0.1:9/" }, ""],
  [200, {}, "<html>"],
  [200, { "content-disposition": "attachment" }, TEST_PICTURE],
])("a link of somebody else's that answers %i %o is their operator's to mend", async (status, headers, body) => {
  const cdn = createServer((_req, res) => res.writeHead(status, headers).end(body));
  onTestFinished(() => void cdn.close());
  const link = new URL(`http://127.0.0.1:${await listen(cdn, "127.0.0.1", 0)}/picture.png`);
  const mendable = (await checkLink(link, "theirs")).filter(({ status }) => status !== "ok");
  expect(mendable.map(({ fix }) => fix)).toEqual(["Ask the sign API's operator."]);
});
