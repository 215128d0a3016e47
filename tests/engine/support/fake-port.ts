/** What a fake does about the abort of its signal. Real adapters reject; the others are what a bug would look like. */
export type OnAbort = "rejects" | "rejectsLate" | "resolvesLate" | "ignores";

/** One call of a port, held until the test or the script ends it. */
export interface Call<Args, Result> {
  readonly args: Args;
  readonly signal: AbortSignal;
  /** Not aborted and not ended. */
  readonly active: boolean;
  onAbort: OnAbort;
  resolve(result: Result): void;
  reject(error: unknown): void;
  /** Reports bytes, whether or not anyone should still be listening. */
  progress(loaded: number): void;
}

/** A port that remembers its calls and ends them as its script says. */
export class FakePort<Args, Result> {
  readonly calls: Call<Args, Result>[] = [];
  /** What the next calls do, in order; then `always`. */
  readonly script: ((call: Call<Args, Result>) => void)[] = [];
  always: (call: Call<Args, Result>) => void;
  /** Looked at when a call starts. */
  onCall: (call: Call<Args, Result>) => void = () => {};

  constructor(always: (call: Call<Args, Result>) => void) {
    this.always = always;
  }

  get active(): Call<Args, Result>[] {
    return this.calls.filter((call) => call.active);
  }

  /** The newest call. */
  get last(): Call<Args, Result> {
    const call = this.calls.at(-1);
    if (!call) throw new Error("The port was not called.");
    return call;
  }

  call(signal: AbortSignal, args: Args, onProgress: (loaded: number) => void = () => {}): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      let ended = false;
      const call: Call<Args, Result> = {
        args,
        signal,
        get active() {
          return !ended && !signal.aborted;
        },
        onAbort: "rejects",
        resolve(result) {
          ended = true;
          resolve(result);
        },
        reject(error) {
          ended = true;
          reject(error);
        },
        progress: onProgress,
      };
      signal.addEventListener("abort", () => {
        if (call.onAbort === "rejects") call.reject(signal.reason);
      });
      this.calls.push(call);
      this.onCall(call);
      try {
        (this.script.shift() ?? this.always)(call);
      } catch (error) {
        call.reject(error);
      }
    });
  }
}
