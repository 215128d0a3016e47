import * as fc from "fast-check";
import type { ErrorCode } from "../../../src/contract/errors.ts";
import type { Call, FakePort } from "./fake-port.ts";
import { settled, type VirtualClock } from "./virtual-clock.ts";
import { uploadError } from "./world.ts";

/** What a port may do with one call, good or bad. Times in ms. */
export type Behaviour =
  | { readonly kind: "answers"; readonly after: number }
  | { readonly kind: "fails"; readonly pick: number; readonly after: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: "breaks"; readonly how: "throws" | "aborts by itself" }
  | { readonly kind: "hangs"; readonly onAbort: "rejects" | "rejects late" | "answers late" | "is deaf" }
  | { readonly kind: "chatters"; readonly after: number };

const after = fc.integer({ min: 0, max: 2_500 });

export const anyBehaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.record({ kind: fc.constant("answers" as const), after }),
  fc.record({
    kind: fc.constant("fails" as const),
    pick: fc.nat({ max: 100 }),
    after,
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("breaks" as const),
    how: fc.constantFrom("throws" as const, "aborts by itself" as const),
  }),
  fc.record({
    kind: fc.constant("hangs" as const),
    onAbort: fc.constantFrom("rejects" as const, "rejects late" as const, "answers late" as const, "is deaf" as const),
  }),
  fc.record({ kind: fc.constant("chatters" as const), after }),
);

/** How a port answers when nothing is wrong, and what it can say when something is. */
export interface Manners<Args, Result> {
  readonly answer: (call: Call<Args, Result>) => void;
  readonly codes: readonly ErrorCode[];
  readonly sizeOf: (args: Args) => number;
}

const LATE_MS = 70;

/** Makes every call of a port behave as the next of `behaviours` says; once they are used up, well. */
export function misbehave<Args, Result>(
  clock: VirtualClock,
  port: FakePort<Args, Result>,
  { answer, codes, sizeOf }: Manners<Args, Result>,
  behaviours: Behaviour[],
): void {
  const later = async (ms: number, act: () => void) => {
    await clock.sleep(new AbortController().signal, ms);
    act();
  };

  port.always = (call) => {
    const behaviour = behaviours.shift() ?? { kind: "answers", after: 1 };
    const size = sizeOf(call.args);
    switch (behaviour.kind) {
      case "answers":
        call.progress(size / 2);
        void later(behaviour.after, () => {
          if (call.active) call.progress(size);
          answer(call);
        });
        return;
      case "fails": {
        const { pick, retryAfterMs } = behaviour;
        const code = codes[pick % codes.length] ?? "unexpected";
        const error = uploadError(code, retryAfterMs === undefined ? {} : { retryAfterMs });
        void later(behaviour.after, () => call.reject(error));
        return;
      }
      case "breaks":
        call.onAbort = "ignores";
        if (behaviour.how === "throws") throw new TypeError("a bug");
        call.reject(new DOMException("by itself", "AbortError"));
        return;
      case "hangs":
        call.onAbort = behaviour.onAbort === "rejects" ? "rejects" : "ignores";
        call.signal.addEventListener("abort", () => {
          const { reason } = call.signal;
          if (behaviour.onAbort === "rejects late") void later(LATE_MS, () => call.reject(reason));
          if (behaviour.onAbort === "answers late") void later(LATE_MS, () => answer(call));
          call.progress(size);
        });
        return;
      case "chatters":
        call.onAbort = "ignores";
        for (const loaded of [size * 2, -1, size / 3, Number.NaN, size / 4]) call.progress(loaded);
        void later(behaviour.after, () => {
          answer(call);
          call.progress(size / 2);
          void settled().then(() => call.progress(size * 3));
        });
        return;
    }
  };
}
