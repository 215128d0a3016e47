import { expect, test } from "vitest";
import { createReports } from "../../src/embed/frame/reports.ts";
import { World } from "../engine/support/world.ts";

function told(world: World) {
  const messages: string[] = [];
  const reports = createReports({
    engine: world.engine,
    send: (type) => messages.push(type),
    wireId: (id) => id,
    toResult: () => undefined,
    sentence: () => "",
  });
  const frame = async () => {
    world.clock.frame();
    await Promise.resolve();
    return messages.splice(0);
  };
  return { reports, frame };
}

test("a file that a retry has come to the same end with at once is told of once more, and so is that all is over", async () => {
  const world = new World();
  const provesNoType: (typeof world.preparer.script)[number] = (call) =>
    call.resolve({ blob: call.args, type: undefined });
  world.preparer.script.push(provesNoType, provesNoType);
  const { reports, frame } = told(world);
  const id = await world.addOne();
  expect(await frame()).toEqual(["file:added", "file:rejected", "queue:idle"]);
  world.engine.retry(id);
  await world.add();
  expect(await frame()).toEqual(["file:rejected", "queue:idle"]);
  reports.stop();
});
