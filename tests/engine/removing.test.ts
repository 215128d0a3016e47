import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/engine/ports.ts";
import { AT_WORK, portOf } from "./support/at-work.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, uploadError, World } from "./support/world.ts";

describe("remove", () => {
  it.each(AT_WORK)("stops a file that is $stage and takes its row away", async ({ port }) => {
    const world = new World();
    portOf(world, port).script.push(hangs);
    const id = await world.addOne();
    world.engine.remove(id);
    expect(world.engine.getFile(id)).toBeUndefined();
    expect(world.engine.getSnapshot()).toMatchObject({ ids: [], totals: { files: 0, open: 0, bytesTotal: 0 } });
    expect(portOf(world, port).last.signal.aborted).toBe(true);
    expect(await world.clock.runOut(1e6)).toBe(true);
  });

  it("of a file that waits for its next try leaves the others their way", async () => {
    const world = new World({ hashAhead: 1 });
    world.putter.script.push((call) => call.reject(uploadError("store_busy")));
    const id = await world.addOne();
    world.at(id, "waiting");
    world.engine.remove(id);
    world.at(await world.addOne(), "done");
    expect(await world.clock.runOut(10_000)).toBe(true);
  });

  it("of what is done keeps everything else", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("put_refused")));
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate(0));
    world.engine.removeDone();
    expect(world.engine.getSnapshot().ids).toEqual([ids[0], ids[2]]);
  });

  it("never gives an id a second time", async () => {
    const world = new World();
    const first = await world.addOne();
    world.engine.remove(first);
    expect(await world.addOne()).not.toBe(first);
  });
});

describe("unknown ids", () => {
  it("are ignored by every method", () => {
    const { engine } = new World();
    for (const method of ["cancel", "retry", "pause", "resume", "remove", "recheck"] as const) engine[method]("nobody");
    engine.subscribeFile("nobody", () => {})();
    expect(engine.getFile("nobody")).toBeUndefined();
    expect(engine.getSnapshot().ids).toEqual([]);
  });
});

describe("dispose", () => {
  it("cancels what is open, ends what is on the way, and lets go of the network, the clock and the listeners", async () => {
    const world = new World();
    world.hasher.script.push(hangs);
    world.putter.script.push((call) => call.reject(uploadError("store_busy")));
    world.verifier.script.push(hangs);
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate());
    let told = 0;
    world.engine.subscribe(() => {
      told += 1;
    });
    world.engine.dispose();
    world.engine.dispose();
    await settled();
    expect(world.stages(ids)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(world.hasher.active).toHaveLength(0);
    expect(world.verifier.active).toHaveLength(0);
    expect(world.networkListeners).toBe(0);
    expect(world.clock.sleeping).toBe(0);
    world.clock.frame();
    expect(told).toBe(0);
  });

  it("ends the wait for the policy and the check of a done file's link", async () => {
    const world = new World();
    const id = await world.addOne();
    world.verifier.script.push(hangs);
    world.engine.recheck(id);
    const other = new World();
    other.policySource.script.push(hangs);
    await other.addOne();
    world.engine.dispose();
    other.engine.dispose();
    await settled();
    expect(world.verifier.active).toHaveLength(0);
    expect(other.policySource.active).toHaveLength(0);
    expect(other.clock.sleeping).toBe(0);
  });

  it("makes every later call do nothing", async () => {
    const world = new World();
    const id = await world.addOne(world.candidate(100));
    const candidate: Candidate = world.candidate();
    world.engine.dispose();
    const { engine } = world;
    expect(engine.add([candidate])).toEqual([]);
    for (const method of ["cancel", "retry", "pause", "resume", "remove", "recheck"] as const) engine[method](id);
    for (const method of ["cancelAll", "retryFailed", "pauseAll", "holdAll", "resumeAll", "removeDone"] as const)
      engine[method]();
    await settled();
    expect(engine.getSnapshot()).toMatchObject({ ids: [id], paused: false });
    world.at(id, "done");
  });
});
