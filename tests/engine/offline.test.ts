import { describe, expect, it } from "vitest";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, uploadError, World } from "./support/world.ts";

describe("without a network", () => {
  it("files wait before signing without losing a retry, hashing goes on, and all go on when it is back", async () => {
    const world = new World();
    world.online = false;
    const ids = await world.add(...Array.from({ length: 30 }, () => world.candidate()));
    expect(new Set(world.stages(ids))).toEqual(new Set(["waiting"]));
    expect(world.at(ids[0] as string, "waiting")).toMatchObject({ until: undefined, attempt: 1 });
    expect(world.hasher.calls).toHaveLength(30);
    expect(world.signer.calls).toHaveLength(0);
    await world.clock.advance(1e6);
    world.setOnline(true);
    await settled();
    expect(new Set(world.stages(ids))).toEqual(new Set(["done"]));
    expect(world.hasher.calls).toHaveLength(30);
  });

  it("a file that was signed waits before its bytes go, and is signed afresh", async () => {
    const world = new World();
    world.signer.script.push((call) => {
      world.online = false;
      call.resolve(grantFor(call.args));
    });
    const id = await world.addOne();
    expect(world.at(id, "waiting")).toMatchObject({ until: undefined, failure: { code: "put_unreachable" } });
    expect(world.putter.calls).toHaveLength(0);
    world.setOnline(true);
    await settled();
    world.at(id, "done");
    expect(world.signer.calls).toHaveLength(2);
  });

  it("an upload that breaks waits for the network however often it broke before", async () => {
    const world = new World({ maxRetries: 0 });
    world.putter.script.push((call) => {
      world.online = false;
      call.reject(uploadError("put_unreachable"));
    });
    const id = await world.addOne();
    expect(world.at(id, "waiting").until).toBeUndefined();
    world.setOnline(true);
    await settled();
    world.at(id, "done");
  });

  it("an upload that still moves is left alone", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    world.setOnline(false);
    world.putter.last.progress(50);
    expect(world.at(id, "uploading").loaded).toBe(50);
  });

  it("a file cancelled while it waits stays cancelled when the network is back", async () => {
    const world = new World();
    world.online = false;
    const id = await world.addOne();
    world.engine.cancel(id);
    world.setOnline(true);
    await settled();
    world.at(id, "cancelled");
    expect(world.signer.calls).toHaveLength(0);
  });

  it("the policy waits for it too", async () => {
    const world = new World();
    world.online = false;
    world.policySource.script.push((call) => call.reject(uploadError("gateway_unreachable")));
    const id = await world.addOne();
    expect(world.at(id, "waiting").until).toBeUndefined();
    world.setOnline(true);
    await settled();
    world.at(id, "done");
  });
});
