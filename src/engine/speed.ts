import { ASLEEP_MS, SPEED_SAMPLE_MS, SPEED_SMOOTHING_MS, SPEED_WARMUP_MS, TIME_LEFT_SMOOTHING_MS } from "./options.ts";

/** What the meter needs to know of the list at a moment. */
export interface Load {
  /** Files whose signature or bytes are on the way. */
  readonly sending: number;
  /** Files being worked on at all. */
  readonly moving: number;
  readonly bytesTotal: number;
  readonly bytesLeft: number;
}

/** How fast bytes leave the page, and how long what is left will take. */
export interface SpeedMeter {
  /** Counts bytes that left the page since the last call. */
  sent(bytes: number): void;
  /** Looks at the clock; cheap, so call it on every change. */
  sample(now: number, load: Load): void;
  /** Bytes a second; undefined while nothing moves or too little is known. */
  speed(): number | undefined;
  /** Undefined whenever the speed is. */
  secondsLeft(): number | undefined;
  /** Forgets everything: the next upload may go another way. */
  reset(): void;
}

/**
 * An exponentially weighted mean of the throughput over the time in which something was being sent. Pauses and the
 * hashing before the first upload are not counted, so they do not pull the speed down.
 */
export function createSpeedMeter(): SpeedMeter {
  let pending = 0;
  let since: number | undefined;
  let measuredMs = 0;
  let sum = 0;
  let weight = 0;
  let moving = false;
  let left: number | undefined;
  let leftOf: Pick<Load, "bytesTotal" | "bytesLeft"> = { bytesTotal: 0, bytesLeft: 0 };

  const speed = () => {
    const known = moving && measuredMs >= SPEED_WARMUP_MS && sum > 0;
    return known ? sum / weight : undefined;
  };

  const measure = (ms: number) => {
    const share = weightOf(ms, SPEED_SMOOTHING_MS);
    sum += share * ((pending / ms) * 1000 - sum);
    // The mean starts at zero, which was never measured: dividing by the weights so far takes that zero out again.
    weight += share * (1 - weight);
    measuredMs += ms;
    pending = 0;
  };

  const estimate = (ms: number, { bytesLeft, bytesTotal }: Load) => {
    const bytesPerSecond = speed();
    if (bytesPerSecond === undefined) {
      left = undefined;
      return;
    }
    const target = bytesLeft / bytesPerSecond;
    const expected = left === undefined ? target : expectedAfter(ms, left, { bytesLeft, bytesTotal });
    left = Math.max(0, expected + weightOf(ms, TIME_LEFT_SMOOTHING_MS) * (target - expected));
    leftOf = { bytesLeft, bytesTotal };
  };

  /** Files that join or leave change the time left by their share of the bytes, and throw no smoothing away. */
  const expectedAfter = (ms: number, before: number, { bytesLeft, bytesTotal }: typeof leftOf) => {
    if (leftOf.bytesTotal === bytesTotal || leftOf.bytesLeft === 0) return before - ms / 1000;
    return before * (bytesLeft / leftOf.bytesLeft);
  };

  return {
    sent(bytes) {
      pending += bytes;
    },
    sample(now, load) {
      moving = load.moving > 0;
      if (load.sending === 0) {
        since = undefined;
        pending = 0;
        return;
      }
      since ??= now;
      const ms = now - since;
      if (ms < SPEED_SAMPLE_MS) return;
      since = now;
      if (ms > ASLEEP_MS) {
        pending = 0;
        return;
      }
      measure(ms);
      estimate(ms, load);
    },
    speed,
    secondsLeft: () => (speed() === undefined ? undefined : left),
    reset() {
      pending = measuredMs = sum = weight = 0;
      since = left = undefined;
      moving = false;
    },
  };
}

/** How much a stretch of `ms` counts against everything before it. */
function weightOf(ms: number, timeConstantMs: number): number {
  return 1 - Math.exp(-ms / timeConstantMs);
}
