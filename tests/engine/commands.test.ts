import { describe, expect, it } from "vitest";
import type { FileId } from "../../src/engine/state.ts";
import type { UploadEngine } from "../../src/engine/types.ts";
import { AT_WORK, answer, portOf } from "./support/at-work.ts";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, uploadError, World } from "./support/world.ts";

/** Files that were held together before any of them was at work. */
async function addHeld(world: World, files: number): Promise<FileId[]> {
  const ids = world.engine.add(Array.from({ length: files }, () => world.candidate()));
  world.engine.pauseAll();
  await settled();
  return ids;
}

describe("cancel", () => {
  it.each(AT_WORK)(
    "stops a file that is $stage, and what its port answers later is not heard",
    async ({ stage, port }) => {
      const world = new World();
      portOf(world, port).script.push((call) => {
        call.onAbort = "ignores";
      });
      const id = await world.addOne();
      expect(world.row(id).state.stage).toBe(stage);
      world.engine.cancel(id);
      const cancelled = world.at(id, "cancelled");
      expect(portOf(world, port).last.signal.aborted).toBe(true);
      portOf(world, port).last.progress(50);
      answer(world, port);
      await settled();
      expect(world.row(id).state).toBe(cancelled);
      expect(await world.clock.runOut(1e6)).toBe(true);
      expect(world.row(id).state).toBe(cancelled);
    },
  );

  it.each(AT_WORK)(
    "loses to nobody: an answer in the same moment as the cancel changes nothing ($stage)",
    async ({ port }) => {
      const world = new World();
      portOf(world, port).script.push(hangs);
      const id = await world.addOne();
      answer(world, port);
      world.engine.cancel(id);
      await settled();
      world.at(id, "cancelled");
    },
  );

  it.each(AT_WORK)(
    "and a retry in one breath start a new attempt, which does not take the old one's answer ($stage)",
    async ({ stage, port }) => {
      const world = new World();
      portOf(world, port).script.push(hangs, hangs);
      const id = await world.addOne();
      answer(world, port);
      world.engine.cancel(id);
      world.engine.retry(id);
      await settled();
      expect(portOf(world, port).calls).toHaveLength(2);
      expect(world.row(id).state.stage).toBe(stage);
    },
  );

  it("sends no byte when it comes between the signature and the PUT", async () => {
    const world = new World();
    world.signer.script.push(hangs);
    const id = await world.addOne();
    world.signer.last.resolve(grantFor(world.signer.last.args));
    world.engine.cancel(id);
    await settled();
    expect(world.putter.calls).toHaveLength(0);
  });

  it("gives the place to the next file at once, even when the port never notices", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push((call) => {
      call.onAbort = "ignores";
    });
    const [first, second] = (await world.add(world.candidate(), world.candidate())) as [FileId, FileId];
    expect(world.stages([first, second])).toEqual(["uploading", "signed"]);
    world.engine.cancel(first);
    await settled();
    expect(world.stages([first, second])).toEqual(["cancelled", "done"]);
  });

  it("leaves finished files as they are", async () => {
    const world = new World();
    const done = await world.addOne();
    const failed = await world.addOne(world.candidate(0));
    const before = [world.row(done), world.row(failed)];
    world.engine.cancelAll();
    world.engine.cancel(done);
    expect([world.row(done), world.row(failed)]).toEqual(before);
  });

  it("reaches files that only wait: for the policy, for a place, for a retry", async () => {
    const world = new World({ uploadConcurrency: 1, hashConcurrency: 1, hashAhead: 1 });
    world.policySource.script.push(hangs);
    const [unadmitted] = await world.add(world.candidate());
    world.engine.cancel(unadmitted as FileId);
    world.policySource.last.resolve({ accept: ["image/png"], maxFileSize: 1000 });
    world.putter.script.push((call) => call.reject(uploadError("store_busy")), hangs);
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["waiting", "uploading", "queued", "queued"]);
    world.engine.cancelAll();
    expect(await world.clock.runOut(1e6)).toBe(true);
    expect(world.stages()).toEqual(["cancelled", "cancelled", "cancelled", "cancelled", "cancelled"]);
    expect(world.putter.calls).toHaveLength(2);
    expect(world.hasher.calls).toHaveLength(2);
  });
});

describe("retry", () => {
  it.each(AT_WORK)(
    "takes up a file that was cancelled while $stage, with its digests where it had them",
    async ({ stage, port }) => {
      const world = new World();
      portOf(world, port).script.push(hangs);
      const id = await world.addOne();
      world.engine.cancel(id);
      world.engine.retry(id);
      await settled();
      world.at(id, "done");
      const hadDigests = stage === "signing" || stage === "uploading" || stage === "verifying";
      const aborted = stage === "hashing" ? 1 : 0;
      expect(world.hasher.calls).toHaveLength(1 + aborted);
      expect(world.preparer.calls).toHaveLength(hadDigests ? 1 : 2);
    },
  );

  it("does nothing to files that are open or done", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const open = await world.addOne();
    const done = await world.addOne();
    world.engine.retry(open);
    world.engine.retry(done);
    await settled();
    expect(world.stages()).toEqual(["uploading", "done"]);
    expect(world.putter.calls).toHaveLength(2);
  });

  it("of all that failed leaves the cancelled ones alone", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("put_refused")), hangs);
    const ids = await world.add(world.candidate(), world.candidate());
    world.engine.cancel(ids[1] as FileId);
    world.engine.retryFailed();
    await settled();
    expect(world.stages(ids)).toEqual(["done", "cancelled"]);
  });
});

describe("pause", () => {
  it.each(AT_WORK.slice(0, 4))("holds a file that is $stage and gives up what is on the way", async ({ port }) => {
    const world = new World();
    portOf(world, port).script.push((call) => {
      call.onAbort = "ignores";
    });
    const id = await world.addOne();
    world.engine.pause(id);
    world.at(id, "paused");
    answer(world, port);
    await world.clock.runOut(1e6);
    world.at(id, "paused");
    world.engine.resume(id);
    await settled();
    world.at(id, "done");
  });

  it("lets a file whose bytes are there finish", async () => {
    const world = new World();
    world.verifier.script.push(hangs);
    const id = await world.addOne();
    world.engine.pause(id);
    world.verifier.last.resolve({ confirmed: true });
    await settled();
    world.at(id, "done");
  });

  it("of everything holds what is open, says so, and holds what is added or retried meanwhile", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("put_refused")), hangs);
    const [failed, open] = (await world.add(world.candidate(), world.candidate())) as [FileId, FileId];
    world.engine.pauseAll();
    expect(world.engine.getSnapshot().paused).toBe(true);
    const added = await world.addOne();
    world.engine.retry(failed);
    await settled();
    expect(world.stages([failed, open, added])).toEqual(["paused", "paused", "paused"]);
    expect(world.hasher.calls).toHaveLength(2);
    world.engine.resumeAll();
    expect(world.engine.getSnapshot().paused).toBe(false);
    await settled();
    expect(world.stages()).toEqual(["done", "done", "done"]);
  });

  it("of everything can be lifted for one file, and still holds what is added", async () => {
    const world = new World();
    const [one, other] = await addHeld(world, 2);
    world.engine.resume(one as FileId);
    const added = await world.addOne();
    expect(world.stages([one, other, added] as FileId[])).toEqual(["done", "paused", "paused"]);
    expect(world.engine.getSnapshot().paused).toBe(true);
  });

  it.each<[string, (engine: UploadEngine, ids: readonly FileId[]) => void]>([
    ["has been resumed by itself", (engine, ids) => ids.forEach(engine.resume)],
    ["has been cancelled by itself", (engine, ids) => ids.forEach(engine.cancel)],
    ["has been cancelled with all", (engine) => engine.cancelAll()],
    ["has been removed", (engine, ids) => ids.forEach(engine.remove)],
  ])("of everything is over once every held file %s: what is added then starts", async (_, end) => {
    const world = new World();
    const ids = await addHeld(world, 2);
    end(world.engine, ids);
    expect(world.engine.getSnapshot().paused).toBe(false);
    world.at(await world.addOne(), "done");
  });

  it("of everything holds nothing where nothing is open", async () => {
    const world = new World();
    world.engine.pauseAll();
    expect(world.engine.getSnapshot().paused).toBe(false);
    world.at(await world.addOne(), "done");
  });

  it("of every file by itself offers to resume, and lets what is added start", async () => {
    const world = new World();
    world.putter.script.push(hangs, hangs);
    const ids = (await world.add(world.candidate(), world.candidate())) as FileId[];
    ids.forEach(world.engine.pause);
    expect(world.engine.getSnapshot().paused).toBe(true);
    world.at(await world.addOne(), "done");
    world.engine.resumeAll();
    await settled();
    expect(world.stages()).toEqual(["done", "done", "done"]);
  });

  it("of all that ever comes holds an empty list too, until it is lifted", async () => {
    const world = new World();
    world.engine.holdAll();
    expect(world.engine.getSnapshot().paused).toBe(true);
    const first = await world.addOne();
    world.engine.cancel(first);
    world.engine.pauseAll();
    const second = await world.addOne();
    expect(world.stages([first, second])).toEqual(["cancelled", "paused"]);
    world.engine.resumeAll();
    world.at(await world.addOne(), "done");
    world.at(second, "done");
  });

  it("and resume in one breath does not double an upload", async () => {
    const world = new World();
    world.putter.script.push((call) => {
      call.onAbort = "resolvesLate";
    }, hangs);
    const id = await world.addOne();
    const first = world.putter.last;
    world.engine.pause(id);
    world.engine.resume(id);
    await settled();
    expect(world.putter.active).toHaveLength(1);
    first.resolve({ requestId: "late", existed: false });
    await settled();
    world.at(id, "uploading");
  });
});
