import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, uploadError, World } from "./support/world.ts";

const FALLBACK = "/upload/ticket";

/** A gateway that signs for the store and offers its relay beside that. */
function worldWithFallback(): World {
  const world = new World();
  world.signer.always = (call) => call.resolve({ ...grantFor(call.args), fallback: FALLBACK });
  return world;
}

const relaysOf = (world: World) => world.putter.calls.map(({ args }) => args.grant.relay);

describe("a store that the browser cannot reach", () => {
  it("is led around once, under the same signature, before that counts as a failure", async () => {
    const world = worldWithFallback();
    world.putter.script.push((call) => call.reject(uploadError("put_unreachable")));
    const id = await world.addOne();
    world.at(id, "done");
    expect(relaysOf(world)).toEqual([undefined, FALLBACK]);
    expect(world.signer.calls).toHaveLength(1);
  });

  it("is led around as well where it swallows everything in silence", async () => {
    const world = worldWithFallback();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    await world.clock.advance(DEFAULT_OPTIONS.stallMs);
    world.at(id, "done");
    expect(relaysOf(world)).toEqual([undefined, FALLBACK]);
  });

  it("is tried again with the usual pause where the gateway cannot be reached either", async () => {
    const world = worldWithFallback();
    const unreachable = () => world.putter.script.push((call) => call.reject(uploadError("put_unreachable")));
    unreachable();
    unreachable();
    const id = await world.addOne();
    expect(world.at(id, "waiting").attempt).toBe(1);
    expect(relaysOf(world)).toEqual([undefined, FALLBACK]);
    await world.clock.advance(DEFAULT_OPTIONS.retryBaseMs);
    world.at(id, "done");
    expect(relaysOf(world)).toEqual([undefined, FALLBACK, undefined]);
  });

  it("is tried again straight where no way around is offered", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("put_unreachable")));
    world.at(await world.addOne(), "waiting");
    expect(relaysOf(world)).toEqual([undefined]);
  });

  it("is tried again straight where bytes had got through", async () => {
    const world = worldWithFallback();
    world.putter.script.push((call) => {
      call.progress(1);
      call.reject(uploadError("put_unreachable"));
    });
    world.at(await world.addOne(), "waiting");
    expect(relaysOf(world)).toEqual([undefined]);
  });

  it("is waited for, not led around, while there is no network", async () => {
    const world = worldWithFallback();
    world.putter.script.push((call) => {
      world.setOnline(false);
      call.reject(uploadError("put_unreachable"));
    });
    const id = await world.addOne();
    expect(world.at(id, "waiting").until).toBeUndefined();
    expect(relaysOf(world)).toEqual([undefined]);
  });
});

describe("no way around", () => {
  it("is taken from a store that has answered", async () => {
    const world = worldWithFallback();
    world.putter.script.push((call) => call.reject(uploadError("put_refused")));
    expect(world.at(await world.addOne(), "failed").failure.code).toBe("put_refused");
    expect(relaysOf(world)).toEqual([undefined]);
  });

  it("is taken by a file that was cancelled", async () => {
    const world = worldWithFallback();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    world.engine.cancel(id);
    await settled();
    world.at(id, "cancelled");
    expect(relaysOf(world)).toEqual([undefined]);
  });
});
