import { expect, test } from "vitest";
import { countNewEnds, endsOf, hasRun } from "../../src/ui/summary/run-ends.ts";
import { hangs, uploadError, World } from "../engine/support/world.ts";

test("a run's ends are those of its own files: done, failed and cancelled, and nothing of the run before", async () => {
  const world = new World();
  await world.add(world.candidate(), world.candidate());
  const first = endsOf(world.engine);
  expect(countNewEnds(first, new Map())).toEqual({ done: 2, failed: 0, cancelled: 0 });

  world.signer.script.push((call) => call.reject(uploadError("sign_refused")), hangs);
  const ids = await world.add(world.candidate(), world.candidate());
  world.engine.cancel(ids[1] ?? "");
  const second = endsOf(world.engine);
  expect(countNewEnds(second, first)).toEqual({ done: 0, failed: 1, cancelled: 1 });

  world.signer.script.push((call) => call.reject(uploadError("sign_refused")));
  world.engine.retryFailed();
  await world.add();
  expect(countNewEnds(endsOf(world.engine), second)).toEqual({ done: 0, failed: 1, cancelled: 0 });
});

test("another look at a link is no new end", async () => {
  const world = new World();
  world.verifier.script.push((call) => call.resolve({ confirmed: false }));
  const id = await world.addOne();
  const before = endsOf(world.engine);
  world.engine.recheck(id);
  await world.add();
  expect(world.at(id, "done").link.kind).toBe("confirmed");
  expect(countNewEnds(endsOf(world.engine), before)).toEqual({ done: 0, failed: 0, cancelled: 0 });
});

test("a file that fails once more in the same way has come to a new end", async () => {
  const world = new World();
  world.policySource.script.push(...Array.from({ length: 8 }, () => hangs));
  const id = await world.addOne();
  await world.clock.runOut(10 * 60_000);
  expect(world.at(id, "failed").failure.code).toBe("gateway_unreachable");
  const first = endsOf(world.engine);
  world.engine.retryFailed();
  await world.clock.runOut(10 * 60_000);
  expect(countNewEnds(endsOf(world.engine), first)).toEqual({ done: 0, failed: 1, cancelled: 0 });
});

test("what is refused as it comes in is no run, and a file that was under way is one, however soon it ends", async () => {
  const world = new World();
  await world.add(world.candidate(0));
  world.engine.add([{ kind: "unreadable", name: "gone.png", folder: "", code: "file_unreadable" }]);
  expect(hasRun(world.engine)).toBe(false);
  await world.addOne();
  expect(world.engine.getSnapshot().totals.open).toBe(0);
  expect(hasRun(world.engine)).toBe(true);
});
