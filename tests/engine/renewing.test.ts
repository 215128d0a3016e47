import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/contract/errors.ts";
import { settled } from "./support/virtual-clock.ts";
import { grantFor, hangs, uploadError, World } from "./support/world.ts";

describe("a permission that ran out", () => {
  it("a signature that had ended when it came is asked for once more, and then said", async () => {
    const world = new World();
    const ended = (call: { reject(error: unknown): void }) => call.reject(uploadError("signature_expired"));
    world.signer.script.push(ended);
    await world.addOne();
    world.signer.always = ended;
    await world.addOne();
    expect(world.stages()).toEqual(["done", "failed"]);
    expect(world.signer.calls).toHaveLength(4);
  });

  it.each<ErrorCode>(["signature_expired", "ticket_refused"])(
    "%s is asked for afresh, once and at once",
    async (code) => {
      const world = new World();
      world.putter.script.push(
        (call) => call.reject(uploadError(code)),
        (call) => call.reject(uploadError(code)),
      );
      const id = await world.addOne();
      expect(world.at(id, "failed").failure.code).toBe(code);
      expect(world.signer.calls).toHaveLength(2);
      expect(world.putter.calls).toHaveLength(2);
    },
  );

  it("ends well when the fresh one holds, and costs no retry", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("signature_expired")), hangs);
    const id = await world.addOne();
    expect(world.at(id, "uploading").loaded).toBe(0);
    world.putter.last.reject(uploadError("store_busy"));
    await settled();
    expect(world.at(id, "waiting").attempt).toBe(1);
  });

  it("finishes the row when the object turns out to be there", async () => {
    const world = new World();
    world.putter.script.push((call) => call.reject(uploadError("signature_expired")));
    world.signer.script.push(
      (call) => call.resolve(grantFor(call.args)),
      (call) => call.resolve({ ...grantFor(call.args), exists: true }),
    );
    const id = await world.addOne();
    expect(world.at(id, "done").result.deduped).toBe(true);
    expect(world.putter.calls).toHaveLength(1);
  });

  it("is asked for afresh once more when a person retries", async () => {
    const world = new World();
    const ended = (call: { reject(error: unknown): void }) => call.reject(uploadError("signature_expired"));
    world.putter.script.push(ended, ended, ended);
    const id = await world.addOne();
    world.at(id, "failed");
    world.engine.retry(id);
    await settled();
    world.at(id, "done");
    expect(world.putter.calls).toHaveLength(4);
  });
});
