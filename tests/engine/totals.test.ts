import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPEED_WARMUP_MS } from "../../src/engine/options.ts";
import { createSpeedMeter } from "../../src/engine/speed.ts";
import type { UploadFile } from "../../src/engine/state.ts";
import { createLedger } from "../../src/engine/totals.ts";
import { anyState } from "./support/states.ts";
import { sumsOf } from "./support/sums.ts";
import { settled, VirtualClock } from "./support/virtual-clock.ts";
import { CONFIRMED, hangs, uploadError, World } from "./support/world.ts";

describe("the totals", () => {
  it("are the sums over the rows, whatever rows come, change and go", () => {
    const change = fc.record({ which: fc.nat({ max: 9 }), state: fc.option(anyState, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const ledger = createLedger(new VirtualClock());
        const rows = new Map<number, UploadFile>();
        for (const { which, state } of changes) {
          const before = rows.get(which);
          const blob = which % 2 === 0 ? new Blob() : undefined;
          const row = { id: `${which}`, name: "", folder: "", size: 100 + which, lastModified: 0, blob };
          const after = state && { ...row, state };
          if (after) rows.set(which, after);
          else rows.delete(which);
          ledger.replace(before, after);
          expect(ledger.totals()).toMatchObject(sumsOf([...rows.values()]));
        }
      }),
    );
  });

  it("never show everything sent while a file is open", async () => {
    const world = new World();
    world.verifier.always = hangs;
    await world.add(world.candidate(100), world.candidate(200));
    expect(world.engine.getSnapshot().totals).toMatchObject({ open: 2, bytesTotal: 300, bytesSent: 299 });
    for (const call of world.verifier.calls) call.resolve(CONFIRMED);
    await settled();
    expect(world.engine.getSnapshot().totals).toMatchObject({ open: 0, bytesTotal: 300, bytesSent: 300 });
  });

  it("do not count files that cannot finish any more", async () => {
    const world = new World();
    world.putter.always = hangs;
    const [first = ""] = await world.add(world.candidate(100), world.candidate(200));
    world.putter.calls[0]?.progress(60);
    world.putter.calls[1]?.progress(50);
    world.engine.cancel(first);
    expect(world.engine.getSnapshot().totals).toMatchObject({ bytesTotal: 200, bytesSent: 50, cancelled: 1, open: 1 });
  });
});

describe("the progress of the whole", () => {
  const progress = (world: World) => world.engine.getSnapshot().totals.progress ?? Number.NaN;

  it("does not fall when an attempt is given up and begun anew, and the other files still move it", async () => {
    const world = new World();
    world.putter.always = hangs;
    await world.add(world.candidate(100), world.candidate(300));
    world.putter.calls[0]?.progress(80);
    expect(progress(world)).toBeCloseTo(0.2);
    world.putter.calls[0]?.reject(uploadError("store_busy"));
    await settled();
    expect(progress(world)).toBeCloseTo(0.2);
    world.putter.calls[1]?.progress(100);
    expect(progress(world)).toBeCloseTo(0.45);
    await world.clock.advance(2_000);
    world.putter.last.progress(50);
    expect(progress(world)).toBeCloseTo(0.45);
    world.putter.last.progress(90);
    expect(progress(world)).toBeCloseTo(0.475);
  });

  it("does not fall when a file fails, is cancelled or held", async () => {
    const world = new World();
    world.putter.always = hangs;
    const ids = await world.add(world.candidate(100), world.candidate(100), world.candidate(200));
    world.putter.calls[0]?.progress(90);
    world.putter.calls[1]?.progress(70);
    world.engine.cancel(ids[0] ?? "");
    expect(progress(world)).toBeCloseTo(0.4);
    world.putter.calls[1]?.reject(uploadError("put_refused"));
    await settled();
    expect(progress(world)).toBeCloseTo(0.4);
    world.putter.calls[2]?.progress(100);
    world.engine.pauseAll();
    expect(progress(world)).toBeCloseTo(0.5);
  });

  it("falls by their share when files join, and is unknown while there is nothing to do", async () => {
    const world = new World();
    world.putter.always = hangs;
    expect(world.engine.getSnapshot().totals.progress).toBeUndefined();
    await world.add(world.candidate(100));
    world.putter.last.progress(50);
    await world.add(world.candidate(100));
    expect(progress(world)).toBeCloseTo(0.25);
    world.engine.cancelAll();
    expect(world.engine.getSnapshot().totals.progress).toBeUndefined();
  });

  it("never falls while nothing joins, whatever happens to the rows", () => {
    const change = fc.record({ which: fc.nat({ max: 4 }), state: anyState });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const ledger = createLedger(new VirtualClock());
        const rows = new Map<number, UploadFile>();
        for (const { which, state } of changes) {
          const shown = ledger.totals();
          const row = { id: `${which}`, name: "", folder: "", size: 100 + which, lastModified: 0, blob: undefined };
          ledger.replace(rows.get(which), { ...row, state });
          rows.set(which, { ...row, state });
          const now = ledger.totals();
          if (shown.progress === undefined || now.progress === undefined || now.bytesTotal > shown.bytesTotal) continue;
          expect(now.progress).toBeGreaterThanOrEqual(shown.progress);
          expect(now.progress).toBeLessThan(1);
        }
      }),
    );
  });
});

describe("the speed", () => {
  const load = { sending: 1, moving: 1, bytesTotal: 1e9 };

  it("is not told before it means something", () => {
    const meter = createSpeedMeter();
    meter.sample(0, { ...load, bytesLeft: 1e9 });
    meter.sent(1000);
    meter.sample(SPEED_WARMUP_MS - 1, { ...load, bytesLeft: 1e9 - 1000 });
    expect([meter.speed(), meter.secondsLeft()]).toEqual([undefined, undefined]);
    meter.sent(1000);
    meter.sample(SPEED_WARMUP_MS + 1000, { ...load, bytesLeft: 1e9 - 2000 });
    expect(meter.speed()).toBeGreaterThan(0);
  });

  it("of an even stream is that stream's, and so is the time left", () => {
    const meter = createSpeedMeter();
    let left = 100_000;
    for (let now = 0; now <= 20_000; now += 100) {
      meter.sample(now, { ...load, bytesTotal: 100_000, bytesLeft: left });
      meter.sent(100);
      left -= 100;
    }
    expect(meter.speed()).toBeCloseTo(1000, 5);
    expect(meter.secondsLeft()).toBeCloseTo(80, 0);
  });

  it("does not jump when the bytes come in bursts", () => {
    const meter = createSpeedMeter();
    const speeds: number[] = [];
    const lefts: number[] = [];
    let left = 1e6;
    for (let now = 0; now <= 60_000; now += 100) {
      if (now % 2_000 === 0) {
        meter.sent(20_000);
        left -= 20_000;
      }
      meter.sample(now, { ...load, bytesTotal: 1e6, bytesLeft: left });
      if (now >= 20_000) {
        speeds.push(meter.speed() ?? 0);
        lefts.push((meter.secondsLeft() ?? 0) + now / 1000);
      }
    }
    expect(Math.max(...speeds)).toBeLessThan(10_000 * 1.35);
    expect(Math.min(...speeds)).toBeGreaterThan(10_000 * 0.65);
    const steps = lefts.slice(1).map((each, i) => Math.abs(each - (lefts[i] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(5);
  });

  it("keeps its smoothed time left, by its share, when a file joins or leaves", () => {
    const meter = createSpeedMeter();
    let left = 1e6;
    let before = 0;
    for (let now = 0; now <= 20_000; now += 500) {
      meter.sample(now, { ...load, bytesTotal: 1e6, bytesLeft: left });
      before = meter.secondsLeft() ?? 0;
      // Uneven, so that smoothed and raw are apart.
      const sent = now % 4_000 === 0 ? 12_000 : 4_000;
      meter.sent(sent);
      left -= sent;
    }
    const raw = left / (meter.speed() ?? 0);
    meter.sample(20_500, { ...load, bytesTotal: 0.9e6, bytesLeft: left - 0.1e6 });
    const scaled = before * ((left - 0.1e6) / left);
    const target = (left - 0.1e6) / (meter.speed() ?? 0);
    expect(Math.abs(raw - before)).toBeGreaterThan(2);
    expect(Math.abs((meter.secondsLeft() ?? 0) - scaled)).toBeLessThan(Math.abs(target - scaled) / 2);
  });

  it("is not pulled down by a time in which nothing was being sent", () => {
    const meter = createSpeedMeter();
    const run = (from: number) => {
      for (let now = from; now <= from + 10_000; now += 100) {
        meter.sample(now, { ...load, bytesLeft: 1e8 });
        meter.sent(100);
      }
    };
    run(0);
    meter.sample(10_001, { ...load, sending: 0, moving: 0, bytesLeft: 1e8 });
    expect(meter.speed()).toBeUndefined();
    run(1e6);
    expect(meter.speed()).toBeCloseTo(1000, 5);
  });

  it("falls, and the time left goes, when nothing arrives any more", async () => {
    const world = new World();
    world.putter.script.push(hangs);
    await world.addOne(world.candidate(10_000));
    for (let sent = 500; sent <= 5_000; sent += 500) {
      await world.clock.advance(500);
      world.putter.last.progress(sent);
    }
    const before = world.engine.getSnapshot().totals;
    expect(before.speed).toBeGreaterThan(800);
    expect(before.secondsLeft).toBeGreaterThan(4);
    await world.clock.advance(10_000);
    expect(world.engine.getSnapshot().totals.speed).toBeLessThan(300);
    world.engine.pauseAll();
    expect(world.engine.getSnapshot().totals).toMatchObject({ speed: undefined, secondsLeft: undefined });
  });

  it("says nothing of bytes that did not have to be sent", async () => {
    const world = new World();
    world.putter.always = hangs;
    await world.add(world.candidate(10_000, "same"), world.candidate(10_000, "same"), world.candidate(10_000));
    await world.clock.advance(1_000);
    world.putter.calls[0]?.resolve({ requestId: undefined, existed: true });
    await world.clock.advance(5_000);
    expect(world.engine.getSnapshot().totals).toMatchObject({ done: 2, open: 1, speed: undefined });
    world.putter.calls[1]?.progress(1_000);
    await world.clock.advance(1_000);
    expect(world.engine.getSnapshot().totals.speed).toBeGreaterThan(0);
  });
});
