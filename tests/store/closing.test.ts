import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { getObject, openStore, requestHead, signedPutHeaders, temporaryFiles } from "./helpers.ts";
import { beginPut } from "./partial-put.ts";

const put = (key: string) => ({ key, body: `the ${key} body` });

test("a store that is closing lets an upload finish that began on a kept connection meanwhile", async () => {
  const store = await openStore({ limits: { closeGraceMs: 20_000 } });
  const [earlier, first, second] = [put("earlier"), put("first"), put("second")];
  const other = await beginPut(store, earlier);

  const kept = connect(store.port, "127.0.0.1");
  onTestFinished(() => void kept.destroy());
  let said = "";
  kept.on("data", (piece) => (said += piece.toString()));
  await once(kept, "connect");
  kept.write(requestHead(`PUT /${first.key}`, signedPutHeaders(store, first)));
  await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(2));

  const closed = store.close();
  kept.write(first.body);
  await vi.waitFor(() => expect(said.match(/HTTP\/1\.1 200 /g)).toHaveLength(1));
  kept.write(requestHead(`PUT /${second.key}`, signedPutHeaders(store, second)));
  await vi.waitFor(async () => expect(await temporaryFiles(store.dir)).toHaveLength(2));

  await other.write(earlier.body);
  expect(await other.answer).toMatch(/^HTTP\/1\.1 200 /);
  kept.write(second.body);
  await vi.waitFor(() => expect(said.match(/HTTP\/1\.1 200 /g)).toHaveLength(2));
  await closed;

  const again = await openStore({ dir: store.dir });
  expect((await getObject(again, second.key)).body.toString()).toBe(second.body);
});
