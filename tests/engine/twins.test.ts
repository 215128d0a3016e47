import { describe, expect, it } from "vitest";
import type { LinkCheck } from "../../src/engine/ports.ts";
import type { FileId } from "../../src/engine/state.ts";
import { createTwins } from "../../src/engine/twins.ts";
import { settled } from "./support/virtual-clock.ts";
import { CONFIRMED, hangs, uploadError, World } from "./support/world.ts";

type Pair = [FileId, FileId];

/** Two rows with the same bytes, of which the first is being sent. */
async function twins(world: World): Promise<Pair> {
  world.putter.script.push(hangs);
  const pair = (await world.add(world.candidate(100, "same"), world.candidate(100, "same"))) as Pair;
  expect(world.stages(pair)).toEqual(["uploading", "hashed"]);
  return pair;
}

describe("the same content twice in one list", () => {
  it("goes up once, and both rows finish with the link", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.putter.last.resolve({ requestId: "req-1", existed: false });
    await settled();
    const result = world.at(first, "done").result;
    expect(result.deduped).toBe(false);
    expect(world.at(second, "done").result).toEqual({ ...result, deduped: true });
    expect(world.signer.calls).toHaveLength(1);
    expect(world.putter.calls).toHaveLength(1);
  });

  it("is not sent again when it is added after the first has finished", async () => {
    const world = new World();
    await world.addOne(world.candidate(100, "same"));
    const later = await world.addOne(world.candidate(100, "same"));
    expect(world.at(later, "done").result.deduped).toBe(true);
    expect(world.putter.calls).toHaveLength(1);
  });

  const gone = (call: { resolve(check: LinkCheck): void }) => call.resolve({ confirmed: false });

  it("is sent anew, once, when the link that worked for the first no longer does for those added later", async () => {
    const world = new World();
    const first = await world.addOne(world.candidate(100, "same"));
    world.verifier.script.push(gone, gone);
    const later = (await world.add(world.candidate(100, "same"), world.candidate(100, "same"))) as Pair;
    expect(later.map((id) => world.at(id, "done"))).toMatchObject([
      { result: { deduped: false }, link: { kind: "confirmed" } },
      { result: { deduped: true }, link: { kind: "confirmed" } },
    ]);
    expect(world.putter.calls).toHaveLength(2);
    world.engine.remove(first);
    const last = await world.addOne(world.candidate(100, "same"));
    expect(world.at(last, "done").result.deduped).toBe(true);
    expect(world.putter.calls).toHaveLength(2);
  });

  it("is not sent anew for a link that nobody has seen to work yet, nor while the network is away", async () => {
    const world = new World();
    world.verifier.always = gone;
    await world.addOne(world.candidate(100, "slow"));
    const slow = await world.addOne(world.candidate(100, "slow"));
    expect(world.at(slow, "done").link).toEqual({ kind: "unconfirmed" });
    world.verifier.always = (call) => call.resolve(CONFIRMED);
    await world.addOne(world.candidate(100, "same"));
    world.verifier.always = hangs;
    const later = await world.addOne(world.candidate(100, "same"));
    world.setOnline(false);
    world.verifier.last.resolve({ confirmed: false });
    await settled();
    expect(world.at(later, "done").link).toEqual({ kind: "unconfirmed" });
    expect(world.putter.calls).toHaveLength(2);
  });

  it("stays where it is when a person looks again at a link that no longer works", async () => {
    const world = new World();
    await world.addOne(world.candidate(100, "same"));
    const later = await world.addOne(world.candidate(100, "same"));
    world.verifier.always = gone;
    world.engine.recheck(later);
    await settled();
    expect(world.at(later, "done").link).toEqual({ kind: "unconfirmed" });
  });

  it.each(["cancel", "pause", "remove"] as const)(
    "goes on with the second when a person does %s to the first",
    async (method) => {
      const world = new World();
      const [first, second] = await twins(world);
      world.engine[method](first);
      await settled();
      expect(world.at(second, "done").result.deduped).toBe(false);
      expect(world.putter.calls).toHaveLength(2);
    },
  );

  it("goes on with the second when the first fails", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.putter.last.reject(uploadError("put_refused"));
    await settled();
    expect(world.stages([first, second])).toEqual(["failed", "done"]);
    world.engine.retry(first);
    await settled();
    expect(world.at(first, "done").result.deduped).toBe(true);
    expect(world.putter.calls).toHaveLength(2);
  });

  it("lets the second wait while the first waits for its retry", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.putter.last.reject(uploadError("store_busy"));
    await settled();
    expect(world.stages([first, second])).toEqual(["waiting", "hashed"]);
    await world.clock.advance(10_000);
    expect(world.stages([first, second])).toEqual(["done", "done"]);
    expect(world.putter.calls).toHaveLength(2);
  });

  it("leaves a second that was taken out alone", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.engine.cancel(second);
    world.putter.last.resolve({ requestId: "req-1", existed: false });
    await settled();
    expect(world.stages([first, second])).toEqual(["done", "cancelled"]);
  });

  it("passes the upload on along any number of rows", async () => {
    const world = new World();
    const ids = await world.add(...Array.from({ length: 6 }, () => world.candidate(100, "same")));
    expect(world.putter.calls).toHaveLength(1);
    const other = new World();
    other.putter.always = (call) => call.reject(uploadError("put_refused"));
    const failing = await other.add(...Array.from({ length: 6 }, () => other.candidate(100, "same")));
    expect(new Set(world.stages(ids))).toEqual(new Set(["done"]));
    expect(new Set(other.stages(failing))).toEqual(new Set(["failed"]));
    expect(other.putter.calls).toHaveLength(6);
  });

  it("lets a third row wait for the second once that one goes up in the first one's place", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.putter.script.push(hangs);
    world.engine.cancel(first);
    await settled();
    const third = await world.addOne(world.candidate(100, "same"));
    expect(world.stages([first, second, third])).toEqual(["cancelled", "uploading", "hashed"]);
    expect(world.putter.active).toHaveLength(1);
  });

  it("takes rows for twins only when the size is the same too", async () => {
    const world = new World();
    const digests = { md5: "a".repeat(32), sha1: "b".repeat(40) };
    world.hasher.always = (call) => call.resolve(digests);
    await world.add(world.candidate(100), world.candidate(101));
    expect(world.putter.calls).toHaveLength(2);
  });

  it("says on every row what was taken out of its own file", async () => {
    const world = new World();
    const bare = world.blob(100, "bare");
    const cleaned = { blob: bare, type: "image/png", removal: { removed: ["gps-exif" as const] } };
    const clean = { blob: bare, type: "image/png", removal: { removed: [] } };
    world.preparer.script.push(
      (call) => call.resolve(cleaned),
      (call) => call.resolve(clean),
    );
    const [first, second] = (await world.add(world.candidate(200), world.candidate(100))) as Pair;
    const third = await world.addOne();
    world.preparer.script.push((call) => call.resolve({ blob: bare, type: "image/png" }));
    const fourth = await world.addOne();
    expect(world.at(first, "done").result.removal).toEqual(cleaned.removal);
    expect(world.at(second, "done").result).toMatchObject({ deduped: true, removal: clean.removal });
    expect(world.at(fourth, "done").result.deduped).toBe(true);
    expect(world.at(fourth, "done").result).not.toHaveProperty("removal");
    expect(world.stages([third])).toEqual(["done"]);
  });

  it("holds no upload place while it waits", async () => {
    const world = new World({ uploadConcurrency: 2 });
    const pair = await twins(world);
    world.putter.script.push(hangs);
    const third = await world.addOne();
    expect(world.stages([...pair, third])).toEqual(["uploading", "hashed", "uploading"]);
  });

  it("is forgotten with the last of its rows", async () => {
    const world = new World();
    const id = await world.addOne(world.candidate(100, "same"));
    world.engine.remove(id);
    await world.addOne(world.candidate(100, "same"));
    expect(world.putter.calls).toHaveLength(2);
  });

  it("follows its own bytes when a file changed and was hashed again", async () => {
    const world = new World();
    const [first, second] = await twins(world);
    world.putter.last.reject(uploadError("digest_mismatch"));
    await settled();
    expect(world.stages([first, second])).toEqual(["failed", "done"]);
    world.hasher.script.push((call) => call.resolve({ md5: "c".repeat(32), sha1: "d".repeat(40) }));
    world.engine.retry(first);
    await settled();
    expect(world.at(first, "done").result).toMatchObject({ md5: "c".repeat(32), deduped: false });
    expect(world.putter.calls).toHaveLength(3);
  });
});

it("two files with one MD5 and two SHA-1s are no twins", () => {
  const twins = createTwins();
  const md5 = "0".repeat(32);
  expect(twins.join("one", { md5, sha1: "1".repeat(40) }, 3).kind).toBe("leads");
  expect(twins.join("two", { md5, sha1: "2".repeat(40) }, 3).kind).toBe("leads");
});
