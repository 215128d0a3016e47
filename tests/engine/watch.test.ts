import { describe, expect, it, vi } from "vitest";
import { watch } from "../../src/engine/watch.ts";
import { settled, VirtualClock } from "./support/virtual-clock.ts";

const PATIENCE = { limitMs: () => 1_000, failure: { code: "put_stalled" } } as const;
const never = () => new Promise<never>(() => undefined);

describe("a watched step", () => {
  it("that has ended by itself is not aborted afterwards, so that its connection is kept", async () => {
    const clock = new VirtualClock();
    const signals: AbortSignal[] = [];
    const life = new AbortController();
    const answer = await watch(clock, life.signal, PATIENCE, async (signal) => {
      signals.push(signal);
      return "answer";
    });
    const failing = watch(clock, life.signal, PATIENCE, async (signal) => {
      signals.push(signal);
      throw new Error("its own");
    });
    await expect(failing).rejects.toThrow("its own");
    expect(answer).toBe("answer");
    life.abort();
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    expect(clock.sleeping).toBe(0);
  });

  it("that is silent for too long is aborted, and fails as its patience says", async () => {
    const clock = new VirtualClock();
    let seen: AbortSignal | undefined;
    const watched = watch(clock, new AbortController().signal, PATIENCE, (signal) => {
      seen = signal;
      return never();
    });
    const failed = expect(watched).rejects.toMatchObject({ failure: { code: "put_stalled" } });
    await clock.advance(1_000);
    await failed;
    expect(seen?.aborted).toBe(true);
    expect(clock.sleeping).toBe(0);
  });

  it("is aborted with the reason of whoever called it", async () => {
    const clock = new VirtualClock();
    const life = new AbortController();
    let seen: AbortSignal | undefined;
    const watched = watch(clock, life.signal, PATIENCE, (signal) => {
      seen = signal;
      return new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    const reason = new Error("the person has changed their mind");
    const failed = expect(watched).rejects.toBe(reason);
    life.abort(reason);
    await failed;
    expect(seen?.reason).toBe(reason);
    expect(clock.sleeping).toBe(0);
  });

  it("is not begun when its caller is gone already", async () => {
    const step = vi.fn(async () => "done");
    const reason = new Error("gone");
    await expect(watch(new VirtualClock(), AbortSignal.abort(reason), PATIENCE, step)).rejects.toBe(reason);
    expect(step).not.toHaveBeenCalled();
  });
});
