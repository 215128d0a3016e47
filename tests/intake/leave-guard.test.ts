import { getEventListeners } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import type { IntakeSum } from "../../src/engine/ports.ts";
import { guardLeaving } from "../../src/platform/leave-guard.ts";
import { createReadings } from "../../src/platform/readings.ts";
import { World } from "../engine/support/world.ts";

afterEach(() => vi.unstubAllGlobals());

test("the browser asks before a page is left that still reads a folder, until that is over or called off", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const asks = () => getEventListeners(page, "beforeunload").length > 0;
  const readings = createReadings();
  guardLeaving(new World().engine, readings);
  expect(asks()).toBe(false);

  let end: (sum: IntakeSum) => void = () => undefined;
  const sum = new Promise<IntakeSum>((resolve) => {
    end = resolve;
  });
  const first = readings.read(
    () => ({ sum, remote: false }),
    () => undefined,
  );
  const second = readings.read(
    () => ({ sum: new Promise<IntakeSum>(() => undefined), remote: false }),
    () => undefined,
  );
  expect(asks()).toBe(true);
  end({ files: 0, unreadable: 0, skipped: 0, stopped: false });
  await first.sum;
  expect(asks()).toBe(true);
  readings.stop();
  await second.sum;
  expect(asks()).toBe(false);
});
