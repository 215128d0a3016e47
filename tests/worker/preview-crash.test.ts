import { beforeEach, expect, test, vi } from "vitest";
import type { PreviewRequest } from "../../src/contract/preview-messages.ts";
import { makeThumbnail } from "../../src/platform/thumbnail.ts";

/** What was asked of each worker, in the order of their start. */
let started: FakePreviewWorker[] = [];

class FakePreviewWorker extends EventTarget {
  readonly asked: PreviewRequest[] = [];
  ended = false;
  constructor() {
    super();
    started.push(this);
  }
  postMessage(request: PreviewRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

beforeEach(() => {
  started = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", { origin: "https://up.example" });
  vi.stubGlobal("Worker", FakePreviewWorker);
});

test.each([
  ["crashes", (worker: FakePreviewWorker) => worker.dispatchEvent(new Event("error"))],
  ["sends what cannot be read", (worker: FakePreviewWorker) => worker.dispatchEvent(new Event("messageerror"))],
  ["answers nonsense", (worker: FakePreviewWorker) => worker.answer({ id: "?" })],
])(
  "a preview worker that %s leaves its pictures without a preview, and another one makes those that follow",
  async (_, act) => {
    const { signal } = new AbortController();
    const first = [makeThumbnail(signal, new Blob(["a"])), makeThumbnail(signal, new Blob(["b"]))];
    await vi.waitFor(() => expect(started[0]?.asked).toHaveLength(2));
    if (started[0]) act(started[0]);
    expect(await Promise.all(first)).toEqual([undefined, undefined]);
    expect(started[0]?.ended).toBe(true);

    const preview = new Blob(["small"]);
    const next = makeThumbnail(signal, new Blob(["c"]));
    await vi.waitFor(() => expect(started[1]?.asked).toHaveLength(1));
    started[1]?.answer({ id: started[1].asked[0]?.id, preview });
    expect(await next).toBe(preview);
    vi.runAllTimers();
    expect(started[1]?.ended).toBe(true);
  },
);
