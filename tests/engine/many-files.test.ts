import { expect, it } from "vitest";
import { settled } from "./support/virtual-clock.ts";
import { World } from "./support/world.ts";

const FILES = 5_000;
/** On a machine that does much else at the same time, in ms. */
const TIME_LIMIT_MS = 90_000;
const FRAME_MS = 16;
const PROGRESS_EVENTS = 4;

it(
  "5,000 files wake each listener at most once a frame, and every one of them gets its link in its place",
  async () => {
    const world = new World();
    world.putter.always = async (call) => {
      const { size } = call.args.blob;
      for (let i = 1; i <= PROGRESS_EVENTS; i += 1) {
        call.progress((size * i) / PROGRESS_EVENTS);
        await Promise.resolve();
      }
      await world.clock.sleep(call.signal, 5);
      call.resolve({ requestId: undefined, existed: false });
    };
    let listCalls = 0;
    let mostRowCallsInAFrame = 0;
    const rowCalls = new Map<string, number>();
    world.engine.subscribe(() => {
      listCalls += 1;
    });

    const candidates = Array.from({ length: FILES }, () => world.candidate(10));
    const ids = world.engine.add(candidates);
    for (const id of ids) world.engine.subscribeFile(id, () => rowCalls.set(id, (rowCalls.get(id) ?? 0) + 1));
    const idsArray = world.engine.getSnapshot().ids;

    while (world.engine.getSnapshot().totals.open > 0) {
      await world.clock.advance(FRAME_MS);
      rowCalls.clear();
      world.clock.frame();
      mostRowCallsInAFrame = Math.max(mostRowCallsInAFrame, ...rowCalls.values());
    }
    await settled();

    expect(world.engine.getSnapshot().totals).toMatchObject({ files: FILES, done: FILES, bytesSent: FILES * 10 });
    expect(world.engine.getSnapshot().ids).toBe(idsArray);
    expect(idsArray).toEqual(ids);
    expect(new Set(ids.map((id) => world.at(id, "done").result.url)).size).toBe(FILES);
    expect(listCalls).toBeGreaterThan(0);
    expect(listCalls).toBeLessThanOrEqual(world.clock.frames);
    expect(mostRowCallsInAFrame).toBe(1);
  },
  TIME_LIMIT_MS,
);
