import { describe, expect, it } from "vitest";
import { createWaits } from "../../src/engine/waits.ts";
import { VirtualClock } from "./support/virtual-clock.ts";

function setUp() {
  const clock = new VirtualClock();
  const over: string[][] = [];
  const waits = createWaits(clock, (ids) => {
    over.push([...ids]);
    for (const id of ids) waits.end(id);
  });
  return { clock, waits, over, soon: clock.now() + 100 };
}

describe("waiting for the next try", () => {
  it("ends for all files with the same moment at once, with one timer", async () => {
    const { clock, waits, over, soon } = setUp();
    for (const id of ["a", "b", "c"]) waits.untilTime(id, soon, "small");
    waits.end("b");
    expect(clock.sleeping).toBe(1);
    await clock.advance(99);
    expect(over).toEqual([]);
    await clock.advance(1);
    expect(over).toEqual([["a", "c"]]);
  });

  it("works for a moment that others waited for and left", async () => {
    const { clock, waits, over, soon } = setUp();
    waits.untilTime("a", soon, "small");
    waits.end("a");
    waits.untilTime("b", soon, "small");
    await clock.advance(100);
    expect(over).toEqual([["b"]]);
  });

  it("is counted by size as long as it lasts, and not below zero however often it is ended", () => {
    const { waits, soon } = setUp();
    waits.untilTime("a", soon, "small");
    waits.untilTime("b", soon, "large");
    waits.untilOnline("c");
    expect([waits.timed("small"), waits.timed("large")]).toEqual([1, 1]);
    for (const id of ["a", "a", "c", "nobody"]) waits.end(id);
    expect([waits.timed("small"), waits.timed("large")]).toEqual([0, 1]);
  });

  it("for the network ends for those who still wait", () => {
    const { waits } = setUp();
    for (const id of ["a", "b"]) waits.untilOnline(id);
    waits.end("a");
    expect(waits.takeOffline()).toEqual(["b"]);
    expect(waits.takeOffline()).toEqual([]);
  });
});
