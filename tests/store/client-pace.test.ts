import { expect, onTestFinished, test, vi } from "vitest";
import { ClientPace } from "../../src/store/client-pace.ts";
import { DEFAULT_LIMITS } from "../../src/store/limits.ts";

test("a client's pace is judged anew in each window: a fast start buys nothing", () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const onSlow = vi.fn();
  const pace = new ClientPace({ ...DEFAULT_LIMITS, rateWindowMs: 1000, minBytesPerSecond: 1000, idleMs: 5000 }, onSlow);
  const receive = (bytes: number) => {
    pace.waiting();
    vi.advanceTimersByTime(1000);
    pace.received(bytes);
  };
  receive(100_000);
  expect(onSlow).not.toHaveBeenCalled();
  receive(10);
  expect(onSlow).toHaveBeenCalledOnce();
});
