import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createClock, FRAMES_APART_MS } from "../../src/platform/clock.ts";

const FRAME_MS = 16;
const page = { hidden: false };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.stubGlobal("document", page);
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => setTimeout(callback, FRAME_MS));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  page.hidden = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what changes all the time is shown about ten times a second, and each change in the end", () => {
  const { onNextFrame } = createClock();
  let changes = 0;
  const shown: number[] = [];
  const show = () => shown.push(changes);
  for (let ms = 0; ms < 1_000; ms += 1) {
    changes += 1;
    onNextFrame(show);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(2 * FRAMES_APART_MS);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.length).toBeLessThanOrEqual(11);
  expect(shown.at(-1)).toBe(1_000);
});

test("a change after a quiet while is shown in the next frame", () => {
  const { onNextFrame } = createClock();
  const show = vi.fn();
  onNextFrame(show);
  vi.advanceTimersByTime(1_000);
  onNextFrame(show);
  vi.advanceTimersByTime(FRAME_MS);
  expect(show).toHaveBeenCalledTimes(2);
});

test("a hidden tab, which has no frames, is told all the same", () => {
  vi.stubGlobal("requestAnimationFrame", () => 0);
  page.hidden = true;
  const { onNextFrame } = createClock();
  const show = vi.fn();
  for (const _ of [1, 2]) {
    onNextFrame(show);
    vi.advanceTimersByTime(250);
  }
  expect(show).toHaveBeenCalledTimes(2);
});
