import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, World } from "./support/world.ts";

describe("the link check", () => {
  it("says unconfirmed, not failed, when the link shows nothing", async () => {
    const world = new World();
    world.verifier.script.push((call) => call.resolve({ confirmed: false }));
    const id = await world.addOne();
    expect(world.at(id, "done").link).toEqual({ kind: "unconfirmed" });
  });

  it("says unconfirmed when the look itself breaks or never ends", async () => {
    const world = new World();
    world.verifier.script.push((call) => call.reject(new Error("no picture decoder")), hangs);
    const [broken, endless] = (await world.add(world.candidate(), world.candidate())) as [string, string];
    expect(world.at(broken, "done").link).toEqual({ kind: "unconfirmed" });
    world.at(endless, "verifying");
    await world.clock.advance(DEFAULT_OPTIONS.verifyMs);
    expect(world.at(endless, "done").link).toEqual({ kind: "unconfirmed" });
  });

  it("holds no upload place", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.verifier.always = hangs;
    const ids = await world.add(...Array.from({ length: 10 }, () => world.candidate()));
    expect(world.stages(ids)).toEqual(ids.map(() => "verifying"));
    expect(world.putter.calls).toHaveLength(10);
    expect(world.verifier.active).toHaveLength(DEFAULT_OPTIONS.verifyConcurrency);
  });

  it("looks again when asked, keeping the row done meanwhile", async () => {
    const world = new World();
    world.verifier.script.push((call) => call.resolve({ confirmed: false }), hangs);
    const id = await world.addOne();
    world.engine.recheck(id);
    expect(world.at(id, "done").link).toEqual({ kind: "checking" });
    world.engine.recheck(id);
    expect(world.verifier.calls).toHaveLength(2);
    world.verifier.last.resolve({ confirmed: true, width: 8, height: 6 });
    await settled();
    expect(world.at(id, "done").link).toEqual({ kind: "confirmed", width: 8, height: 6 });
  });

  it("waits for the network", async () => {
    const world = new World();
    world.putter.script.push((call) => {
      world.online = false;
      call.resolve({ requestId: undefined, existed: false });
    });
    const id = await world.addOne();
    world.at(id, "verifying");
    expect(world.verifier.calls).toHaveLength(0);
    world.setOnline(true);
    await settled();
    world.at(id, "done");
  });

  it("looks again at what it could not confirm once the network is back, and at nothing else", async () => {
    const world = new World();
    const sure = await world.addOne();
    world.verifier.script.push((call) => {
      world.setOnline(false);
      call.resolve({ confirmed: false });
    });
    const unsure = await world.addOne();
    expect(world.at(unsure, "done").link).toEqual({ kind: "unconfirmed" });
    world.setOnline(true);
    await settled();
    expect(world.at(unsure, "done").link).toMatchObject({ kind: "confirmed" });
    expect(world.at(sure, "done").link).toMatchObject({ kind: "confirmed" });
    expect(world.verifier.calls).toHaveLength(3);
  });
});
