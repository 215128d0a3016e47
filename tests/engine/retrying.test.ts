import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/contract/errors.ts";
import { DEFAULT_OPTIONS } from "../../src/engine/options.ts";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, uploadError, World } from "./support/world.ts";

const { retryBaseMs, maxRetries, stallMs, answerMs, gatewayMs } = DEFAULT_OPTIONS;

describe("a failure that passes", () => {
  it.each<ErrorCode>(["gateway_failed", "rate_limited", "sign_unreachable", "sign_timeout", "gateway_unreachable"])(
    "%s from the sign API is tried again after a pause that the row shows",
    async (code) => {
      const world = new World();
      world.signer.script.push((call) => call.reject(uploadError(code, { status: 502 })));
      const id = await world.addOne();
      const { failure, attempt, until, digests } = world.at(id, "waiting");
      expect({ failure, attempt }).toEqual({ failure: { code, status: 502 }, attempt: 1 });
      expect(digests).toBeDefined();
      await world.clock.advance((until ?? 0) - world.clock.now() - 1);
      world.at(id, "waiting");
      await world.clock.advance(1);
      world.at(id, "done");
      expect(world.hasher.calls).toHaveLength(1);
    },
  );

  it.each<ErrorCode>(["put_unreachable", "put_stalled", "store_busy", "store_failed"])(
    "%s from the store is tried again with a fresh signature",
    async (code) => {
      const world = new World();
      world.putter.script.push((call) => call.reject(uploadError(code)));
      const id = await world.addOne();
      world.at(id, "waiting");
      await world.clock.advance(retryBaseMs);
      world.at(id, "done");
      expect(world.signer.calls).toHaveLength(2);
      expect(world.putter.calls).toHaveLength(2);
    },
  );

  it("fails for good after the last retry, saying what it met last", async () => {
    const world = new World();
    world.putter.always = (call) => call.reject(uploadError("store_busy", { status: 503, requestId: "req-7" }));
    const id = await world.addOne();
    const attempts: number[] = [];
    for (let i = 0; i < maxRetries; i += 1) {
      const { attempt, until = 0 } = world.at(id, "waiting");
      attempts.push(attempt);
      await world.clock.advance(until - world.clock.now());
    }
    expect(attempts).toEqual([1, 2, 3]);
    expect(world.at(id, "failed").failure).toEqual({ code: "store_busy", status: 503, requestId: "req-7" });
    expect(world.putter.calls).toHaveLength(1 + maxRetries);
    expect(await world.clock.runOut(10_000)).toBe(true);
  });

  it("gets all its retries again, and keeps its digests, when a person retries", async () => {
    const world = new World();
    world.putter.always = (call) => call.reject(uploadError("store_busy"));
    const id = await world.addOne();
    await world.clock.runOut(60_000);
    world.engine.retry(id);
    await settled();
    expect(world.at(id, "waiting").attempt).toBe(1);
    await world.clock.runOut(60_000);
    world.at(id, "failed");
    expect(world.putter.calls).toHaveLength(2 * (1 + maxRetries));
    expect(world.hasher.calls).toHaveLength(1);
  });

  it("comes back no sooner than the server asked, and nothing else is signed before", async () => {
    const world = new World({ uploadConcurrency: 1, signAhead: 1 });
    world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs: 20_000 })));
    const ids = await world.add(world.candidate(), world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["waiting", "hashed", "hashed"]);
    await world.clock.advance(19_999);
    expect(world.signer.calls).toHaveLength(1);
    await world.clock.advance(1 + retryBaseMs);
    expect(world.stages(ids)).toEqual(["done", "done", "done"]);
  });

  it("shows until when everything is held, and no longer", async () => {
    const world = new World({ uploadConcurrency: 1 });
    let heard = 0;
    world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs: 20_000 })));
    expect(world.engine.getSnapshot().heldUntil).toBeUndefined();
    const [id = ""] = await world.add(world.candidate(), world.candidate());
    world.engine.subscribe(() => {
      heard += 1;
    });
    expect(world.engine.getSnapshot().heldUntil).toBe(world.at(id, "waiting").until);
    await world.clock.advance(20_000 + retryBaseMs);
    world.clock.frame();
    expect(world.engine.getSnapshot().heldUntil).toBeUndefined();
    expect(heard).toBeGreaterThan(0);
  });

  it("holds everything until the latest moment that was asked for", async () => {
    const world = new World({ uploadConcurrency: 2 });
    for (const retryAfterMs of [20_000, 5_000])
      world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs })));
    await world.add(world.candidate(), world.candidate(), world.candidate());
    await world.clock.advance(19_999);
    expect(world.signer.calls).toHaveLength(2);
    await world.clock.advance(1 + retryBaseMs);
    expect(world.stages()).toEqual(["done", "done", "done"]);
  });

  it.each(["retry", "resume"] as const)("goes on at once when a person asks for it with a %s", async (ask) => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push((call) => call.reject(uploadError("put_refused")));
    const own = await world.addOne();
    if (ask === "resume") {
      world.engine.retry(own);
      world.engine.pause(own);
      await settled();
    }
    world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs: 20_000 })));
    const [limited = "", other = ""] = await world.add(world.candidate(), world.candidate());
    world.engine[ask](own);
    await settled();
    expect(world.stages([own, limited, other])).toEqual(["done", "waiting", "done"]);
    expect(world.engine.getSnapshot().heldUntil).toBeUndefined();
    // The pause that was lifted does not end a later one.
    world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs: 60_000 })));
    await world.addOne();
    await world.clock.advance(30_000);
    expect(world.engine.getSnapshot().heldUntil).toBeGreaterThan(world.clock.now());
  });

  it("lets the others go on even if the file that was told to wait is taken away meanwhile", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.signer.script.push((call) => call.reject(uploadError("rate_limited", { retryAfterMs: 20_000 })));
    const [first, second] = (await world.add(world.candidate(), world.candidate())) as [string, string];
    world.engine.remove(first);
    await world.clock.advance(20_000 + retryBaseMs);
    world.at(second, "done");
  });

  it("does not keep the others waiting when only one file met it", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push((call) => call.reject(uploadError("store_failed")));
    const ids = await world.add(world.candidate(), world.candidate());
    expect(world.stages(ids)).toEqual(["waiting", "done"]);
  });

  it("does not let a thousand files run into a gateway that is away", async () => {
    const world = new World();
    world.signer.always = (call) => call.reject(uploadError("gateway_unreachable"));
    await world.add(...Array.from({ length: 100 }, () => world.candidate()));
    await world.clock.advance(retryBaseMs * 3);
    expect(world.engine.getSnapshot().totals.failed).toBe(0);
    expect(world.signer.calls.length).toBeLessThan(20);
    world.signer.always = (call) => call.resolve(grantFor(call.args));
    await world.clock.advance(60_000);
    expect(world.engine.getSnapshot().totals).toMatchObject({ done: 100, failed: 0 });
  });
});

describe("a failure that does not pass", () => {
  it.each<ErrorCode>(["sign_refused", "token_needed", "daily_limit", "sign_nonsense", "bad_request"])(
    "%s from the sign API is final at once and keeps the digests",
    async (code) => {
      const world = new World();
      world.signer.script.push((call) => call.reject(uploadError(code, { detail: "no" })));
      const id = await world.addOne();
      expect(world.at(id, "failed")).toMatchObject({ failure: { code, detail: "no" }, digests: { md5: /^/ } });
      expect(world.signer.calls).toHaveLength(1);
      world.engine.retry(id);
      await settled();
      world.at(id, "done");
      expect(world.hasher.calls).toHaveLength(1);
    },
  );

  it("hashes again on retry when the bytes were not those that had been hashed", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("digest_mismatch")));
    const id = await world.addOne();
    world.engine.retry(id);
    await settled();
    world.at(id, "done");
    expect(world.hasher.calls).toHaveLength(2);
  });
});

describe("a stall", () => {
  it("is an upload that sends nothing for the time set; it is aborted and tried again", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    await world.clock.advance(stallMs - 1);
    world.putter.last.progress(10);
    await world.clock.advance(stallMs - 1);
    world.at(id, "uploading");
    await world.clock.advance(1);
    expect(world.at(id, "waiting").failure.code).toBe("put_stalled");
    expect(world.putter.last.signal.aborted).toBe(true);
    await world.clock.advance(retryBaseMs);
    world.at(id, "done");
  });

  it("is not put off by progress that repeats itself", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const id = await world.addOne();
    world.putter.last.progress(10);
    await world.clock.advance(stallMs / 2);
    world.putter.last.progress(10);
    await world.clock.advance(stallMs / 2);
    world.at(id, "waiting");
  });

  it("is not waiting for the store's answer, which has a longer limit of its own", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    const id = await world.addOne(world.candidate(100));
    world.putter.last.progress(100);
    await world.clock.advance(answerMs - 1);
    world.at(id, "uploading");
    await world.clock.advance(1);
    expect(world.at(id, "waiting").failure.code).toBe("put_stalled");
  });

  it("does not let a putter that ignores its abort keep the place or be heard again", async () => {
    const world = new World({ uploadConcurrency: 1 });
    world.putter.script.push((call) => {
      call.onAbort = "ignores";
    }, hangs);
    const id = await world.addOne();
    const deaf = world.putter.last;
    await world.clock.advance(stallMs + retryBaseMs);
    expect(world.at(id, "uploading").loaded).toBe(0);
    deaf.progress(90);
    expect(world.at(id, "uploading").loaded).toBe(0);
    deaf.resolve({ requestId: "late", existed: false });
    await settled();
    world.at(id, "uploading");
    world.putter.last.resolve({ requestId: "in time", existed: false });
    await settled();
    expect(world.at(id, "done").result.requestId).toBe("in time");
  });

  it("is also a sign API that does not answer", async () => {
    const world = new World();
    world.signer.script.push(hangs);
    const id = await world.addOne();
    await world.clock.advance(gatewayMs);
    expect(world.at(id, "waiting").failure.code).toBe("gateway_unreachable");
  });
});
