import { beforeEach, describe, expect, it } from "vitest";
import { LARGE, linkFor, uploadError, World } from "./support/world.ts";

/** A world in which wishes change what goes up. */
function worldOfWishes(): World {
  const world = new World();
  const made = new Map<string, Blob>();
  world.preparer.always = (call) => {
    const key = `${world.digestsOf(call.args).md5} ${world.wishes}`;
    const blob = made.get(key) ?? world.blob(call.args.size, key);
    made.set(key, blob);
    call.resolve({ blob, type: "image/png", removal: { removed: world.wishes === "none" ? [] : ["gps-exif"] } });
  };
  return world;
}

/** The link of what the wishes of now make of a file of 100 bytes. */
function linkNow(world: World, content: string, size = 100): string {
  const key = `${world.digestsOf(world.blob(size, content)).md5} ${world.wishes}`;
  return linkFor(world.digestsOf(world.blob(size, key)), size);
}

describe("what is wanted of a picture is what holds when its bytes go", () => {
  let world: World;
  beforeEach(() => {
    world = worldOfWishes();
  });

  it.each(["small", "large"])("a %s file that failed is prepared anew when a person retries it", async (size) => {
    const bytes = size === "small" ? 100 : LARGE;
    world.signer.script.push((call) => call.reject(uploadError("sign_refused")));
    const id = await world.addOne(world.candidate(bytes, "a"));
    world.at(id, "failed");
    world.wishes = "no positions";
    world.engine.retry(id);
    await world.clock.advance(0);
    expect(world.at(id, "done").result).toMatchObject({
      url: linkNow(world, "a", bytes),
      removal: { removed: ["gps-exif"] },
    });
    expect(world.putter.calls).toHaveLength(1);
  });

  it("so are files that were held, signed ahead or not", async () => {
    world.putter.always = () => undefined;
    const contents = Array.from({ length: 20 }, (_, i) => `held ${i}`);
    const ids = await world.add(...contents.map((content) => world.candidate(100, content)));
    world.engine.pauseAll();
    world.wishes = "no positions";
    world.putter.always = (call) => call.resolve({ requestId: undefined, existed: false });
    world.engine.resumeAll();
    await world.clock.advance(0);
    expect(ids.map((id) => world.at(id, "done").result.url)).toEqual(contents.map((each) => linkNow(world, each)));
  });

  it("so are files that waited for the network", async () => {
    world.signer.script.push((call) => {
      world.online = false;
      call.reject(uploadError("gateway_unreachable"));
    });
    const id = await world.addOne(world.candidate(100, "a"));
    world.at(id, "waiting");
    world.wishes = "no positions";
    world.setOnline(true);
    await world.clock.advance(0);
    expect(world.at(id, "done").result.url).toBe(linkNow(world, "a"));
  });

  it("so are files that wait for a place, and only what is under way already goes as it is", async () => {
    const sending: (() => void)[] = [];
    world.putter.always = (call) => sending.push(() => call.resolve({ requestId: undefined, existed: false }));
    const contents = Array.from({ length: 20 }, (_, i) => `queued ${i}`);
    const ids = await world.add(...contents.map((content) => world.candidate(100, content)));
    const before = world
      .stages(ids)
      .map((stage, i) => (stage === "uploading" ? linkNow(world, contents[i] ?? "") : ""));
    expect(before.filter(Boolean)).toHaveLength(4);
    world.wishes = "no positions";
    while (sending.length > 0) {
      for (const end of sending.splice(0)) end();
      await world.clock.advance(0);
    }
    expect(ids.map((id) => world.at(id, "done").result.url)).toEqual(
      contents.map((each, i) => before[i] || linkNow(world, each)),
    );
    expect(world.putter.calls).toHaveLength(20);
  });

  it("rows with the same bytes follow one another, and one goes up", async () => {
    world.signer.script.push((call) => call.reject(uploadError("store_busy")));
    const ids = await world.add(...Array.from({ length: 5 }, () => world.candidate(100, "twin")));
    expect(world.stages(ids)).toEqual(["waiting", "hashed", "hashed", "hashed", "hashed"]);
    world.wishes = "no positions";
    await world.clock.runOut(10_000);
    expect(ids.map((id) => world.at(id, "done").result.url)).toEqual(ids.map(() => linkNow(world, "twin")));
    expect(world.putter.calls).toHaveLength(1);
  });

  it("a row does not get the link of what its twin became under other wishes", async () => {
    world.signer.script.push((call) => call.reject(uploadError("sign_refused")));
    const [failed = "", twin = ""] = await world.add(world.candidate(100, "other"), world.candidate(100, "other"));
    world.at(failed, "failed");
    world.at(twin, "done");
    world.wishes = "no positions";
    world.engine.retry(failed);
    await world.clock.advance(0);
    expect(world.at(failed, "done").result.url).toBe(linkNow(world, "other"));
  });

  it("nothing is prepared or hashed twice while the wishes stay", async () => {
    world.signer.script.push((call) => call.reject(uploadError("sign_refused")));
    const id = await world.addOne();
    world.engine.retry(id);
    await world.clock.advance(0);
    world.at(id, "done");
    expect(world.preparer.calls).toHaveLength(1);
    expect(world.hasher.calls).toHaveLength(1);
  });
});
