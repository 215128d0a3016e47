import { expect, it } from "vitest";
import type { Digests } from "../../src/contract/digest.ts";
import { DEFAULT_OPTIONS, type EngineOptions } from "../../src/engine/options.ts";
import { FakePort } from "./support/fake-port.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, World } from "./support/world.ts";

const LINK = "https://cdn.example/known";

function withRecall(options: Partial<EngineOptions> = {}) {
  const recall = new FakePort<Digests & { size: number }, string | undefined>((call) => call.resolve(LINK));
  const world = new World(options, undefined, { recall: { find: (signal, content) => recall.call(signal, content) } });
  return { world, recall };
}

it("a content that this browser has a working link for is done without a sign request", async () => {
  const { world, recall } = withRecall();
  const id = await world.addOne();
  expect(world.at(id, "done").result).toMatchObject({ url: LINK, deduped: true, requestId: undefined });
  expect(recall.last.args).toEqual({ ...world.digestsOf(world.hasher.last.args), size: 100 });
  expect(world.signer.calls).toHaveLength(0);
});

it.each([
  ["knows no link that works", (call: { resolve(link: undefined): void }) => call.resolve(undefined)],
  ["breaks", (call: { reject(error: unknown): void }) => call.reject(new Error("no database"))],
])("a recall that %s leaves the file to the usual way", async (_name, script) => {
  const { world, recall } = withRecall();
  recall.always = script;
  const id = await world.addOne();
  expect(world.at(id, "done").result).toMatchObject({ deduped: false });
  expect(world.putter.calls).toHaveLength(1);
});

it("a recall that never answers costs some time, and not the file", async () => {
  const { world, recall } = withRecall();
  recall.always = hangs;
  const id = await world.addOne();
  expect(world.stages([id])).toEqual(["hashed"]);
  await world.clock.advance(20_000);
  expect(world.at(id, "done").result.deduped).toBe(false);
  expect(recall.last.signal.aborted).toBe(true);
});

it("a link that is found only when a signature has become too old ends the file as well", async () => {
  const { world, recall } = withRecall({ uploadConcurrency: 1, stallMs: 3_600_000, answerMs: 3_600_000 });
  recall.always = (call) => call.resolve(undefined);
  world.putter.script.push(hangs);
  const [first = "", other = ""] = await world.add(world.candidate(), world.candidate());
  expect(world.stages([first, other])).toEqual(["uploading", "signed"]);
  await world.clock.advance(DEFAULT_OPTIONS.permissionMs + 1);
  recall.always = (call) => call.resolve(LINK);
  world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
  await settled();
  expect(world.at(other, "done").result).toMatchObject({ url: LINK, deduped: true });
});

it("a file that is cancelled while its link is looked for stays cancelled", async () => {
  const { world, recall } = withRecall();
  recall.always = hangs;
  const id = await world.addOne();
  world.engine.cancel(id);
  await settled();
  expect(world.stages([id])).toEqual(["cancelled"]);
  expect(world.signer.calls).toHaveLength(0);
});
