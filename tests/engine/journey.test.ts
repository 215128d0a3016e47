import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, linkFor, uploadError, World } from "./support/world.ts";

describe("one file's way", () => {
  it("goes from a dropped file to a link that was seen to show its picture", async () => {
    const world = new World();
    const candidate = world.candidate(100);
    const id = await world.addOne(candidate);
    const digests = candidate.kind === "file" ? world.digestsOf(candidate.blob) : undefined;
    expect(world.row(id)).toMatchObject({ name: "picture 1.png", folder: "", size: 100 });
    expect(world.at(id, "done")).toEqual({
      stage: "done",
      result: {
        ...digests,
        url: digests && linkFor(digests, 100),
        size: 100,
        type: "image/png",
        deduped: false,
        requestId: "req-1",
      },
      link: { kind: "confirmed", width: 4, height: 3 },
    });
  });

  it("shows each stage as long as it lasts", async () => {
    const world = new World();
    for (const port of [world.preparer, world.hasher, world.signer, world.putter, world.verifier]) {
      port.script.push(hangs);
    }
    const id = await world.addOne();
    expect(world.row(id).state).toEqual({ stage: "preparing" });

    const blob = world.preparer.last.args;
    world.preparer.last.resolve({ blob, type: "image/png" });
    await settled();
    expect(world.row(id).state).toEqual({ stage: "hashing", loaded: 0 });
    world.hasher.last.progress(40);
    expect(world.row(id).state).toEqual({ stage: "hashing", loaded: 40 });

    const digests = world.digestsOf(blob);
    world.hasher.last.resolve(digests);
    await settled();
    expect(world.row(id).state).toEqual({ stage: "signing", digests });

    world.signer.always(world.signer.last);
    await settled();
    expect(world.row(id).state).toEqual({ stage: "uploading", digests, loaded: 0 });
    world.putter.last.progress(100);
    expect(world.row(id).state).toEqual({ stage: "uploading", digests, loaded: 100 });

    world.putter.last.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.at(id, "verifying").result.url).toBe(linkFor(digests, 100));

    world.verifier.last.resolve({ confirmed: true });
    await settled();
    expect(world.at(id, "done").link).toEqual({ kind: "confirmed" });
  });

  it("signs what it hashed: both digests, the size and the type that the bytes prove", async () => {
    const world = new World();
    world.preparer.always = (call) => call.resolve({ blob: call.args, type: "image/jpeg" });
    const candidate = world.candidate(77);
    await world.addOne(candidate);
    const digests = candidate.kind === "file" ? world.digestsOf(candidate.blob) : undefined;
    expect(world.signer.last.args).toEqual({ ...digests, size: 77, type: "image/jpeg" });
  });

  it("hashes, signs and sends the prepared bytes where preparing changed them, and shows progress in the chosen file's", async () => {
    const world = new World();
    const prepared = world.blob(60, "stripped");
    world.preparer.always = (call) => call.resolve({ blob: prepared, type: "image/jpeg" });
    world.hasher.script.push(hangs);
    world.putter.script.push(hangs);
    const id = await world.addOne(world.candidate(100));
    expect(world.hasher.last.args).toBe(prepared);
    world.hasher.last.progress(30);
    expect(world.at(id, "hashing").loaded).toBe(50);
    world.hasher.last.resolve(world.digestsOf(prepared));
    await settled();
    expect(world.signer.last.args).toEqual({ ...world.digestsOf(prepared), size: 60, type: "image/jpeg" });
    expect(world.putter.last.args.blob).toBe(prepared);
    world.putter.last.progress(59);
    expect(world.at(id, "uploading").loaded).toBe(98);
    world.putter.last.progress(60);
    expect(world.at(id, "uploading").loaded).toBe(100);
    world.putter.last.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.at(id, "done").result.size).toBe(60);
    expect(world.row(id).size).toBe(100);
  });

  it("sends nothing when the sign answer says that the object is there", async () => {
    const world = new World();
    world.signer.script.push((call) => {
      world.signer.always({ ...call, resolve: (grant) => call.resolve({ ...grant, exists: true }) });
    });
    const id = await world.addOne();
    expect(world.at(id, "done").result.deduped).toBe(true);
    expect(world.putter.calls).toHaveLength(0);
  });

  it("counts an object that the store had already as uploaded before", async () => {
    const world = new World();
    world.putter.script.push((call) => call.resolve({ requestId: "req-9", existed: true }));
    const id = await world.addOne();
    expect(world.at(id, "done").result).toMatchObject({ deduped: true, requestId: "req-9" });
  });

  it("does not hand out the link of an object in the way that was not shown to be the same", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("already_exists", { status: 409 })));
    const id = await world.addOne();
    expect(world.at(id, "failed").failure).toEqual({ code: "already_exists", status: 409 });
    expect(world.putter.calls).toHaveLength(1);
  });

  it("keeps progress within the file and never lets it go down, whatever the putter says", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const id = await world.addOne(world.candidate(100));
    const shown: number[] = [];
    for (const loaded of [30, 10, -5, Number.NaN, 60, 59, 1e9, 100, 0]) {
      world.putter.last.progress(loaded);
      shown.push(world.at(id, "uploading").loaded);
    }
    expect(shown).toEqual([30, 30, 30, 30, 60, 60, 100, 100, 100]);
  });

  it("fails a file whose failure nobody named as unexpected, and goes on with the others", async () => {
    const world = new World();
    world.hasher.script.push((call) => call.reject(new TypeError("x is not a function")));
    world.preparer.script.push(() => {
      throw new RangeError("thrown at once");
    });
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate());
    const failures = ids.map((id) => world.row(id).state).filter(({ stage }) => stage === "failed");
    expect(failures).toEqual([
      { stage: "failed", failure: { code: "unexpected", detail: "thrown at once" }, digests: undefined },
      { stage: "failed", failure: { code: "unexpected", detail: "x is not a function" }, digests: undefined },
    ]);
    expect(world.stages(ids).filter((stage) => stage === "done")).toHaveLength(1);
  });

  it("takes an abort that it did not ask for as a failure, not as a cancel", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(new DOMException("The page is frozen.", "AbortError")));
    const id = await world.addOne();
    expect(world.at(id, "failed").failure).toEqual({ code: "unexpected", detail: "The page is frozen." });
  });

  it("does not take an old attempt's hashing for the new one's", async () => {
    const world = new World();
    world.hasher.script.push((call) => call.reject(uploadError("hash_failed")), hangs);
    const id = await world.addOne();
    const [old] = world.hasher.calls;
    world.engine.retry(id);
    await settled();
    old?.progress(90);
    expect(world.at(id, "hashing").loaded).toBe(0);
  });

  it("gives up a hasher that shows no life", async () => {
    const world = new World();
    world.hasher.script.push(hangs);
    const id = await world.addOne();
    await world.clock.advance(DEFAULT_OPTIONS.localMs - 1);
    world.hasher.last.progress(1);
    await world.clock.advance(DEFAULT_OPTIONS.localMs - 1);
    world.at(id, "hashing");
    await world.clock.advance(1);
    expect(world.at(id, "failed").failure.code).toBe("hash_failed");
    expect(world.hasher.last.signal.aborted).toBe(true);
  });
});
