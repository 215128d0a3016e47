import * as v from "valibot";
import { PreviewReply, type PreviewRequest } from "../contract/preview-messages.ts";
import { workerHere } from "./worker-here.ts";

/** Decoding a 20-megapixel picture costs 80 MB for a moment, so few run at once. */
const CONCURRENT = 2;

/** Decoding holds the whole file in memory, so larger ones, in bytes, get no preview. */
const LARGEST = 64 * 1024 ** 2;

/** The worker is ended when nobody has wanted a preview for this long, in ms. */
const IDLE_MS = 30_000;

/**
 * A small preview of a picture as a blob, decoded, drawn and encoded in a worker that is started for the first one.
 * Resolves with undefined when the browser cannot decode it, or when that would cost too much; rejects only with the
 * signal's reason.
 */
export async function makeThumbnail(signal: AbortSignal, blob: Blob): Promise<Blob | undefined> {
  if (blob.size > LARGEST) return undefined;
  const release = await acquire(signal);
  try {
    signal.throwIfAborted();
    const preview = await ask(blob);
    signal.throwIfAborted();
    return preview;
  } finally {
    release();
  }
}

/** What is asked of the worker, by id; each is answered once. */
const asked = new Map<number, (preview: Blob | undefined) => void>();
let worker: Worker | undefined;
let lastId = 0;
let idle: ReturnType<typeof setTimeout> | undefined;

function ask(blob: Blob): Promise<Blob | undefined> {
  clearTimeout(idle);
  return new Promise((resolve) => {
    const request: PreviewRequest = { id: ++lastId, blob };
    asked.set(request.id, resolve);
    try {
      worker ??= start();
      worker.postMessage(request);
    } catch {
      // No worker may be started here.
      answer(request.id, undefined);
    }
  });
}

function start(): Worker {
  // Under this name, since it is by this expression that the bundler finds the worker.
  const Worker = workerHere();
  const started = new Worker(new URL("../worker/preview-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const reply = v.safeParse(PreviewReply, data);
    if (reply.success) answer(reply.output.id, reply.output.preview);
    else giveUp();
  });
  started.addEventListener("messageerror", giveUp);
  started.addEventListener("error", giveUp);
  return started;
}

/** Its script did not load, it crashed, or speaks nonsense: what was asked has no preview, and the next starts it anew. */
function giveUp(): void {
  end();
  for (const id of [...asked.keys()]) answer(id, undefined);
}

function answer(id: number, preview: Blob | undefined): void {
  asked.get(id)?.(preview);
  asked.delete(id);
  if (asked.size > 0) return;
  clearTimeout(idle);
  idle = setTimeout(end, IDLE_MS);
}

function end(): void {
  worker?.terminate();
  worker = undefined;
}

let free = CONCURRENT;
const waiting: (() => void)[] = [];

async function acquire(signal: AbortSignal): Promise<() => void> {
  if (free === 0) {
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(proceed), 1);
        reject(signal.reason);
      };
      const proceed = () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      waiting.push(proceed);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  } else {
    free -= 1;
  }
  return () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
}
