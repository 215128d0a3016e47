import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLane, type Place, type SizeClass } from "../../src/engine/lane.ts";

function takeAll(lane: ReturnType<typeof createLane>): Place[] {
  const places: Place[] = [];
  for (let place = lane.next(); place; place = lane.next()) places.push(place);
  return places;
}
const idsOf = (places: Place[]) => places.map(({ id }) => id);

describe("a lane", () => {
  it("gives its places in the order in which the files came", () => {
    const lane = createLane({ places: 2, forLarge: 2 });
    for (const id of ["a", "b", "c"]) lane.enter(id, "small");
    const places = takeAll(lane);
    expect(idsOf(places)).toEqual(["a", "b"]);
    places[0]?.leave();
    expect(idsOf(takeAll(lane))).toEqual(["c"]);
  });

  it("counts a place as left only once", () => {
    const lane = createLane({ places: 1, forLarge: 1 });
    for (const id of ["a", "b", "c"]) lane.enter(id, "small");
    const [first] = takeAll(lane);
    first?.leave();
    first?.leave();
    expect(idsOf(takeAll(lane))).toEqual(["b"]);
  });

  it("passes over a file that has stepped out, and takes it at the end when it comes again", () => {
    const lane = createLane({ places: 3, forLarge: 3 });
    for (const id of ["a", "b", "c"]) lane.enter(id, "small");
    lane.withdraw("a");
    lane.enter("a", "small");
    lane.withdraw("b");
    expect(idsOf(takeAll(lane))).toEqual(["c", "a"]);
  });

  it("lets small files past large ones that hold all places but one", () => {
    const lane = createLane({ places: 3, forLarge: 3 });
    for (const id of ["L1", "L2", "L3"]) lane.enter(id, "large");
    for (const id of ["s1", "s2"]) lane.enter(id, "small");
    const places = takeAll(lane);
    expect(idsOf(places)).toEqual(["L1", "L2", "s1"]);
    places[2]?.leave();
    expect(idsOf(takeAll(lane))).toEqual(["s2"]);
  });

  it("gives a large file the next free place when small ones hold all but one", () => {
    const lane = createLane({ places: 3, forLarge: 3 });
    for (const id of ["s1", "s2", "s3", "s4"]) lane.enter(id, "small");
    lane.enter("L", "large");
    expect(idsOf(takeAll(lane))).toEqual(["s1", "s2", "L"]);
  });

  it("keeps the place that is not for large files free for a small one still to come", () => {
    const lane = createLane({ places: 3, forLarge: 2 });
    for (const id of ["L1", "L2", "L3"]) lane.enter(id, "large");
    expect(idsOf(takeAll(lane))).toEqual(["L1", "L2"]);
    lane.enter("s", "small");
    expect(idsOf(takeAll(lane))).toEqual(["s"]);
  });

  it("goes by order alone when it has one place", () => {
    const lane = createLane({ places: 1, forLarge: 1 });
    lane.enter("s1", "small");
    lane.enter("L", "large");
    lane.enter("s2", "small");
    const order: string[] = [];
    for (let place = lane.next(); place; place = lane.next()) {
      order.push(place.id);
      place.leave();
    }
    expect(order).toEqual(["s1", "L", "s2"]);
  });

  it("serves everybody once and never more at a time than it has places for, whatever comes and goes", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("enter" as const), size: fc.constantFrom<SizeClass>("small", "large") }),
      fc.record({ kind: fc.constant("withdraw" as const), which: fc.nat() }),
      fc.record({ kind: fc.constant("next" as const) }),
      fc.record({ kind: fc.constant("leave" as const), which: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 80 }), (places, steps) => {
        const lane = createLane({ places, forLarge: Math.max(1, places - 1) });
        const waiting: string[] = [];
        const working: Place[] = [];
        const take = () => {
          const place = lane.next();
          if (!place) return false;
          expect(waiting).toContain(place.id);
          waiting.splice(waiting.indexOf(place.id), 1);
          working.push(place);
          expect(working.length).toBeLessThanOrEqual(places);
          return true;
        };
        steps.forEach((each, i) => {
          if (each.kind === "enter") {
            lane.enter(`file ${i}`, each.size);
            waiting.push(`file ${i}`);
          } else if (each.kind === "withdraw" && waiting.length > 0) {
            const [id] = waiting.splice(each.which % waiting.length, 1);
            if (id !== undefined) lane.withdraw(id);
          } else if (each.kind === "leave" && working.length > 0) {
            const [place] = working.splice(each.which % working.length, 1);
            place?.leave();
          } else if (each.kind === "next") {
            take();
          }
          expect(lane.waiting("small") + lane.waiting("large")).toBe(waiting.length);
          expect(lane.working("small") + lane.working("large")).toBe(working.length);
        });
        while (waiting.length > 0) {
          for (const place of working.splice(0)) place.leave();
          expect(take()).toBe(true);
        }
      }),
    );
  });
});
