import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { hangs, LARGE, uploadError, World } from "./support/world.ts";

const small = (world: World, count: number) => Array.from({ length: count }, () => world.candidate(10));
const large = (world: World, count: number) => Array.from({ length: count }, () => world.candidate(LARGE));

describe("places", () => {
  it("are as many as the options say, for hashing, sending and looking", async () => {
    const world = new World({ hashConcurrency: 3, uploadConcurrency: 2, verifyConcurrency: 1 });
    world.hasher.always = hangs;
    await world.add(...small(world, 10));
    expect(world.hasher.active).toHaveLength(3);

    const uploads = new World({ uploadConcurrency: 2 });
    uploads.putter.always = hangs;
    await uploads.add(...small(uploads, 10));
    expect(uploads.putter.active).toHaveLength(2);
  });

  it("let the next file be hashed while this one is sent", async () => {
    const world = new World({ uploadConcurrency: 1, hashConcurrency: 1 });
    world.putter.always = hangs;
    world.hasher.script.push(world.hasher.always, hangs);
    const ids = await world.add(...small(world, 3));
    expect(world.stages(ids)).toEqual(["uploading", "hashing", "queued"]);
  });

  it("do not let hashing run ahead of the uploads without bound", async () => {
    const world = new World();
    world.putter.always = hangs;
    await world.add(...small(world, 100));
    expect(world.hasher.calls).toHaveLength(DEFAULT_OPTIONS.uploadConcurrency + DEFAULT_OPTIONS.hashAhead);
    world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
    await settled();
    expect(world.hasher.calls).toHaveLength(DEFAULT_OPTIONS.uploadConcurrency + DEFAULT_OPTIONS.hashAhead + 1);
  });

  it("do not let hashing run ahead while every upload waits for its next try", async () => {
    const world = new World();
    world.signer.always = (call) => call.reject(uploadError("sign_unreachable"));
    await world.add(...small(world, 100));
    expect(world.hasher.calls.length).toBeLessThan(30);
  });

  it("let small files past large ones, although those came first", async () => {
    const world = new World();
    world.putter.always = (call) => {
      if (call.args.blob.size < LARGE) call.resolve({ requestId: undefined, existed: false });
    };
    const films = await world.add(...large(world, 50));
    const pictures = await world.add(...small(world, 50));
    expect(new Set(world.stages(pictures))).toEqual(new Set(["done"]));
    expect(world.stages(films).filter((stage) => stage === "uploading")).toHaveLength(
      DEFAULT_OPTIONS.uploadConcurrency - 1,
    );
  });

  it("let a large file past a stream of small ones", async () => {
    const world = new World();
    world.putter.always = hangs;
    await world.add(...small(world, 50));
    const [film = ""] = await world.add(...large(world, 1));
    world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
    await settled();
    world.at(film, "uploading");
  });

  it("are given in the order of the list among files of one kind", async () => {
    const world = new World({ hashConcurrency: 1, uploadConcurrency: 1 });
    const candidates = small(world, 20);
    await world.add(...candidates);
    const sent = world.putter.calls.map(({ args }) => args.blob);
    expect(sent).toEqual(candidates.map((candidate) => candidate.kind === "file" && candidate.blob));
  });
});
