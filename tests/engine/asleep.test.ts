import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import type { FakePort } from "./support/fake-port.ts";
import { settled } from "./support/virtual-clock.ts";
import { CONFIRMED, hangs, uploadError, World } from "./support/world.ts";

const NIGHT_MS = 8 * 60 * 60_000;
/** A hidden tab's timers come once a minute. */
const HIDDEN_MS = 60_000;
const { localMs, gatewayMs, stallMs, verifyMs } = DEFAULT_OPTIONS;

/** A world with one file, whose step at this port does not end by itself. */
async function during<Args, Result>(portOf: (world: World) => FakePort<Args, Result>) {
  const world = new World();
  const port = portOf(world);
  port.always = hangs;
  const id = await world.addOne();
  return { world, id, port };
}

describe("a machine that slept for a night, or a page that was frozen, goes on where it was", () => {
  it("with a file that was being prepared", async () => {
    const { world, id, port } = await during((world) => world.preparer);
    await world.clock.sleepThrough(NIGHT_MS);
    world.at(id, "preparing");
    port.last.resolve({ blob: port.last.args, type: "image/png" });
    await settled();
    world.at(id, "done");
  });

  it("with a file that was being hashed", async () => {
    const { world, id, port } = await during((world) => world.hasher);
    port.last.progress(40);
    await world.clock.sleepThrough(NIGHT_MS);
    world.at(id, "hashing");
    port.last.resolve(world.digestsOf(port.last.args));
    await settled();
    world.at(id, "done");
  });

  it("with an upload, which is not taken for stalled before it had its time anew", async () => {
    const { world, id, port } = await during((world) => world.putter);
    port.last.progress(40);
    await world.clock.sleepThrough(NIGHT_MS);
    await world.clock.advance(stallMs - 1);
    expect(world.at(id, "uploading").loaded).toBe(40);
    port.last.progress(50);
    await world.clock.advance(stallMs - 1);
    world.at(id, "uploading");
    await world.clock.advance(1);
    expect(world.at(id, "waiting").failure.code).toBe("put_stalled");
  });

  it("with a link that was being looked at", async () => {
    const { world, id, port } = await during((world) => world.verifier);
    await world.clock.sleepThrough(NIGHT_MS);
    port.last.resolve(CONFIRMED);
    await settled();
    expect(world.at(id, "done").link.kind).toBe("confirmed");
  });

  it("but a step that is silent afterwards as well is given up in its time", async () => {
    const limits = [
      [(world: World) => world.preparer, localMs, "failed"],
      [(world: World) => world.signer, gatewayMs, "waiting"],
      [(world: World) => world.putter, stallMs, "waiting"],
      [(world: World) => world.verifier, verifyMs, "done"],
    ] as const;
    for (const [portOf, limitMs, stage] of limits) {
      const { world, id } = await during<unknown, unknown>(portOf as (world: World) => FakePort<unknown, unknown>);
      await world.clock.sleepThrough(NIGHT_MS);
      await world.clock.advance(limitMs - 1);
      expect(world.row(id).state.stage).not.toBe(stage);
      await world.clock.advance(1);
      expect(world.row(id).state.stage).toBe(stage);
    }
  });

  it("with a retry whose moment has passed, at once", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("store_busy", { retryAfterMs: 300_000 })));
    const [late = ""] = await world.add(world.candidate(), world.candidate());
    world.at(late, "waiting");
    await world.clock.sleepThrough(NIGHT_MS);
    expect(world.stages()).toEqual(["done", "done"]);
    expect(world.engine.getSnapshot().heldUntil).toBeUndefined();
  });

  it("with a signature got ahead, which is asked for afresh", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push(hangs);
    const ids = await world.add(world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["uploading", "signed"]);
    await world.clock.sleepThrough(NIGHT_MS);
    world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.stages(ids)).toEqual(["done", "done"]);
    expect(world.signer.calls).toHaveLength(3);
  });

  it("with a signature got ahead that ran out while the page's clock stood still, which costs no retry", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push(hangs, (call) => call.reject(uploadError("signature_expired")));
    const ids = await world.add(world.candidate(), world.candidate());
    world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.stages(ids)).toEqual(["done", "done"]);
    expect(world.signer.calls).toHaveLength(3);
  });

  it("with the speed that it had, and a time left that can be believed", async () => {
    const world = new World();
    world.putter.always = hangs;
    await world.addOne(world.candidate(9_000));
    const send = async (from: number, to: number) => {
      for (let loaded = from; loaded <= to; loaded += 100) {
        world.putter.last.progress(loaded);
        await world.clock.advance(1_000);
      }
    };
    await send(100, 2_000);
    expect(world.engine.getSnapshot().totals.speed).toBeCloseTo(100, 0);
    await world.clock.sleepThrough(NIGHT_MS);
    await send(2_100, 2_200);
    const { speed, secondsLeft } = world.engine.getSnapshot().totals;
    expect(speed).toBeCloseTo(100, 0);
    expect(secondsLeft).toBeGreaterThan(50);
    expect(secondsLeft).toBeLessThan(80);
  });
});

it("timers that come once a minute, as a hidden tab's do, give a stalled upload up all the same", async () => {
  const { world, id } = await during((world) => world.putter);
  await world.clock.sleepThrough(HIDDEN_MS);
  expect(world.at(id, "waiting").failure.code).toBe("put_stalled");
});

it("a speed that falls to nothing while timers come once a minute is not kept", async () => {
  const { world, port } = await during((world) => world.putter);
  for (let second = 1; second <= 20; second += 1) {
    port.last.progress(second);
    await world.clock.advance(1_000);
  }
  const before = world.engine.getSnapshot().totals.speed ?? 0;
  port.last.progress(21);
  await world.clock.sleepThrough(stallMs - 1);
  expect(world.engine.getSnapshot().totals.speed).toBeLessThan(before / 4);
});
