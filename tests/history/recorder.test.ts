import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startHistoryRecorder } from "../../src/platform/history-recorder.ts";
import { settled } from "../engine/support/virtual-clock.ts";
import { World } from "../engine/support/world.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Ten finished files, and one more that is still being sent. */
async function busyRecorder() {
  const world = new World();
  const made: Blob[] = [];
  const recorded: string[] = [];
  const history = {
    record: async (entries: readonly { name: string }[]) => void recorded.push(...entries.map(({ name }) => name)),
    update: async () => undefined,
    keepThumbnail: async () => undefined,
  };
  for (let i = 0; i < 10; i += 1) await world.addOne();
  world.putter.always = () => undefined;
  const open = await world.addOne();
  const makeThumbnail = async (_: AbortSignal, blob: Blob) => {
    made.push(blob);
    return undefined;
  };
  const stop = startHistoryRecorder({ engine: world.engine, history, makeThumbnail });
  return { world, made, recorded, open, stop };
}

test("links are recorded at once, and previews drawn twice a second while anything is being uploaded", async () => {
  const { made, recorded, stop } = await busyRecorder();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(recorded).toHaveLength(10);
  expect(made.length).toBeGreaterThanOrEqual(3);
  expect(made.length).toBeLessThanOrEqual(4);
  stop();
});

test("previews are drawn one after another once nothing is being uploaded", async () => {
  const { world, made, open, stop } = await busyRecorder();
  world.engine.cancel(open);
  await vi.advanceTimersByTimeAsync(600);
  expect(made).toHaveLength(10);
  stop();
});

test("what is done when the page goes is recorded then, and does not wait for a frame", async () => {
  const { world, recorded, open, stop } = await busyRecorder();
  world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
  await settled();
  expect(world.stages([open])).toEqual(["done"]);
  expect(recorded).toHaveLength(10);
  window.dispatchEvent(new Event("pagehide"));
  expect(recorded).toHaveLength(11);
  stop();
});
