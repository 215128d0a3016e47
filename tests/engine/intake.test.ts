import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, POLICY, uploadError, World } from "./support/world.ts";

describe("what is let in", () => {
  it("fails an empty file and one that is too large without hashing them", async () => {
    const world = new World();
    const ids = await world.add(
      world.candidate(0),
      world.candidate(POLICY.maxFileSize + 1),
      world.candidate(POLICY.maxFileSize),
    );
    expect(world.row(ids[0] as string).state).toEqual({
      stage: "failed",
      failure: { code: "empty_file" },
      digests: undefined,
    });
    expect(world.row(ids[1] as string).state).toEqual({
      stage: "failed",
      failure: { code: "too_large" },
      digests: undefined,
    });
    world.at(ids[2] as string, "done");
    expect(world.preparer.calls).toHaveLength(1);
    expect(world.hasher.calls).toHaveLength(1);
  });

  it.each([["image/gif"], [undefined]])(
    "fails a file that proves to be %s before hashing it, and says which type it is",
    async (type) => {
      const world = new World();
      world.preparer.script.push((call) => call.resolve({ blob: call.args, type }));
      const id = await world.addOne();
      expect(world.at(id, "failed").failure).toEqual({
        code: "type_not_accepted",
        ...(type !== undefined && { detail: type }),
      });
      expect(world.hasher.calls).toHaveLength(0);
    },
  );

  it("prepares a file over the limit that may shrink, and measures it afterwards", async () => {
    const world = new World();
    world.preparer.script.push(
      (call) => call.resolve({ blob: world.blob(POLICY.maxFileSize, "shrunk"), type: "image/png" }),
      (call) =>
        call.resolve({
          blob: call.args,
          type: "image/png",
          conversion: { kind: "kept", reason: "larger" },
        }),
    );
    world.mayShrink = true;
    const [shrunk = "", kept = ""] = await world.add(
      world.candidate(POLICY.maxFileSize + 1),
      world.candidate(POLICY.maxFileSize + 2),
    );
    world.at(shrunk, "done");
    expect(world.at(kept, "failed").failure).toEqual({ code: "too_large", detail: "larger" });
  });

  it("fails a file that preparing made larger than allowed", async () => {
    const world = new World();
    world.preparer.script.push((call) =>
      call.resolve({ blob: world.blob(POLICY.maxFileSize + 1, "grown"), type: "image/png" }),
    );
    const id = await world.addOne();
    expect(world.at(id, "failed").failure).toEqual({ code: "too_large" });
  });

  it("shows what could not be read as a failed row, which a retry cannot help", async () => {
    const world = new World();
    const id = await world.addOne({ kind: "unreadable", name: "album", folder: "2024", code: "folder_unreadable" });
    const row = { id, name: "album", folder: "2024", size: 0, lastModified: 0, blob: undefined };
    expect(world.row(id)).toMatchObject(row);
    world.engine.retry(id);
    expect(world.at(id, "failed").failure).toEqual({ code: "folder_unreadable" });
  });

  it("keeps the order in which the files were given", async () => {
    const world = new World();
    const first = await world.add(world.candidate(0), world.candidate(5_000), world.candidate(10));
    const second = await world.add(world.candidate(10));
    expect(world.engine.getSnapshot().ids).toEqual([...first, ...second]);
  });

  it("asks for the policy once for all files", async () => {
    const world = new World();
    world.policySource.script.push(hangs);
    const ids = await world.add(world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["queued", "queued"]);
    await world.addOne();
    world.policySource.last.resolve(POLICY);
    await settled();
    await world.addOne();
    expect(world.stages()).toEqual(["done", "done", "done", "done"]);
    expect(world.policySource.calls).toHaveLength(1);
  });

  it("shows on the rows that the policy cannot be had, tries again, and goes on once it can", async () => {
    const world = new World();
    world.policySource.script.push((call) => call.reject(uploadError("gateway_unreachable")));
    const ids = await world.add(world.candidate(), world.candidate());
    for (const id of ids) {
      expect(world.at(id, "waiting")).toMatchObject({ failure: { code: "gateway_unreachable" }, attempt: 1 });
    }
    await world.clock.advance(DEFAULT_OPTIONS.retryBaseMs);
    expect(world.stages(ids)).toEqual(["done", "done"]);
    expect(world.policySource.calls).toHaveLength(2);
  });

  it("fails the rows when the policy stays away, and takes them up again by retry", async () => {
    const world = new World();
    world.policySource.always = (call) => call.reject(uploadError("gateway_failed", { status: 500 }));
    const ids = await world.add(...Array.from({ length: 50 }, () => world.candidate()));
    await world.clock.runOut(60_000);
    expect(new Set(world.stages(ids))).toEqual(new Set(["failed"]));
    expect(world.policySource.calls).toHaveLength(1 + DEFAULT_OPTIONS.maxRetries);
    world.policySource.always = (call) => call.resolve(POLICY);
    world.engine.retryFailed();
    await settled();
    expect(new Set(world.stages(ids))).toEqual(new Set(["done"]));
  });

  it("does not wait for a policy that never comes", async () => {
    const world = new World();
    world.policySource.script.push(hangs);
    const id = await world.addOne();
    await world.clock.advance(DEFAULT_OPTIONS.gatewayMs);
    expect(world.at(id, "waiting").failure.code).toBe("gateway_unreachable");
    await world.clock.advance(DEFAULT_OPTIONS.retryBaseMs);
    world.at(id, "done");
  });

  it("asks for the policy afresh when a person retries what it refused", async () => {
    const world = new World();
    const ids = await world.add(world.candidate(POLICY.maxFileSize + 1), world.candidate(POLICY.maxFileSize + 1));
    world.policySource.always = (call) => call.resolve({ ...POLICY, maxFileSize: POLICY.maxFileSize + 1 });
    world.engine.retryFailed();
    await settled();
    expect(world.stages(ids)).toEqual(["done", "done"]);
    expect(world.policySource.calls.map(({ args: fresh }) => fresh)).toEqual([false, true]);
  });

  it("still wants a fresh policy after a try to get one has failed", async () => {
    const world = new World();
    const id = await world.addOne(world.candidate(POLICY.maxFileSize + 1));
    world.policySource.script.push((call) => call.reject(uploadError("gateway_unreachable")));
    world.policySource.always = (call) => call.resolve({ ...POLICY, maxFileSize: POLICY.maxFileSize + 1 });
    world.engine.retry(id);
    await settled();
    await world.clock.advance(DEFAULT_OPTIONS.retryBaseMs);
    world.at(id, "done");
    expect(world.policySource.calls.map(({ args: fresh }) => fresh)).toEqual([false, true, true]);
  });
});
