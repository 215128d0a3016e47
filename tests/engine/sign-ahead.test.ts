import { describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import type { FileId } from "../../src/engine/state.ts";
import { SIGNATURE_LIFETIME_SECONDS } from "../../src/gateway/backend/sign-put.ts";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, LARGE, uploadError, World } from "./support/world.ts";

/** A world with one upload under way that does not end by itself, and others behind it. */
async function busyWorld(behind: number, options = {}) {
  const world = new World({ uploadConcurrency: 1, ...options });
  world.putter.script.push(hangs);
  const candidates = Array.from({ length: behind + 1 }, () => world.candidate());
  const [first = "", ...others] = await world.add(...candidates);
  return { world, first, others };
}

async function freeThePlace(world: World): Promise<void> {
  world.putter.active[0]?.resolve({ requestId: undefined, existed: false });
  await settled();
}

it("a permission that waited is used no later than a minute before the gateway's own signatures run out", () => {
  expect(SIGNATURE_LIFETIME_SECONDS * 1000 - DEFAULT_OPTIONS.permissionMs).toBeGreaterThanOrEqual(60_000);
});

describe("signing ahead", () => {
  it("a small file is signed while another one is sent, and goes up at once when there is a place", async () => {
    const { world, first, others } = await busyWorld(1);
    expect(world.stages([first, ...others])).toEqual(["uploading", "signed"]);
    expect(world.signer.calls).toHaveLength(2);
    world.signer.always = hangs;
    await freeThePlace(world);
    expect(world.stages([first, ...others])).toEqual(["done", "done"]);
  });

  it("is done for so many files and no more, those at work on it among them", async () => {
    const { world, others } = await busyWorld(5, { signAhead: 2 });
    expect(world.stages(others)).toEqual(["signed", "signed", "hashed", "hashed", "hashed"]);
    world.signer.always = hangs;
    world.putter.script.push(hangs);
    await freeThePlace(world);
    expect(world.stages(others)).toEqual(["uploading", "signed", "signing", "hashed", "hashed"]);
  });

  it("is not done for large files, nor where it is turned off: they are signed in their place", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push(hangs);
    const films = await world.add(world.candidate(LARGE), world.candidate(LARGE));
    expect(world.stages(films)).toEqual(["uploading", "hashed"]);
    expect(world.signer.calls).toHaveLength(1);
    await freeThePlace(world);
    expect(world.stages(films)).toEqual(["done", "done"]);

    const off = await busyWorld(1, { signAhead: 0 });
    expect(off.world.stages(off.others)).toEqual(["hashed"]);
    await freeThePlace(off.world);
    expect(off.world.stages(off.others)).toEqual(["done"]);
  });

  it("takes no place for what is in the store already", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.always = hangs;
    const there = world.candidate();
    world.signer.always = (call) => {
      const grant = grantFor(call.args);
      const exists = there.kind === "file" && world.digestsOf(there.blob).md5 === call.args.md5;
      call.resolve({ ...grant, exists });
    };
    const ids = await world.add(world.candidate(), world.candidate(), there);
    expect(world.stages(ids)).toEqual(["uploading", "signed", "done"]);
  });

  it("is done afresh for a file that has waited so long that its permission may run out on the way", async () => {
    const { world, others } = await busyWorld(1, { permissionMs: 60_000, stallMs: 1e6, answerMs: 1e6 });
    const [early] = world.signer.calls.slice(-1);
    await world.clock.advance(60_001);
    world.signer.always = hangs;
    await freeThePlace(world);
    expect(world.stages(others)).toEqual(["signing"]);
    expect(world.signer.last.args).toEqual(early?.args);
    world.signer.last.resolve({ ...grantFor(world.signer.last.args), CDN: "https://cdn.example/afresh" });
    await settled();
    expect(world.at(others[0] as FileId, "done").result.url).toBe("https://cdn.example/afresh");
  });

  it("is forgotten when the file is paused or cancelled, and done again when it goes on", async () => {
    const { world, first, others } = await busyWorld(1);
    const [other = ""] = others;
    for (const [stop, goOn] of [
      ["pause", "resume"],
      ["cancel", "retry"],
    ] as const) {
      const before = world.signer.calls.length;
      world.engine[stop](other);
      await settled();
      world.engine[goOn](other);
      await settled();
      world.at(other, "signed");
      expect(world.signer.calls).toHaveLength(before + 1);
    }
    await freeThePlace(world);
    expect(world.stages([first, other])).toEqual(["done", "done"]);
    expect(world.putter.calls).toHaveLength(2);
  });

  it("a file that cannot be signed ahead does not stop those that are sent", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push(hangs);
    world.signer.script.push(world.signer.always, (call) => call.reject(uploadError("sign_refused")));
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["uploading", "failed", "signed"]);
    await freeThePlace(world);
    expect(world.stages(ids)).toEqual(["done", "failed", "done"]);
  });

  it("what is signed is not sent while a server's pause lasts", async () => {
    const world = new World({ uploadConcurrency: 1, signAhead: 1 });
    world.putter.script.push(hangs);
    const ids = await world.add(world.candidate(), world.candidate());
    world.putter.last.reject(uploadError("store_busy", { retryAfterMs: 20_000 }));
    await settled();
    expect(world.stages(ids)).toEqual(["waiting", "signed"]);
    await world.clock.advance(19_999);
    expect(world.putter.calls).toHaveLength(1);
    await world.clock.advance(5_000);
    expect(world.stages(ids)).toEqual(["done", "done"]);
  });
});
