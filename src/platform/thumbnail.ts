/** The longest side of a preview, in pixels: twice the row's 48 px, for dense screens. */
export const THUMBNAIL_SIZE = 96;

/** Decoding a 20-megapixel picture costs 80 MB for a moment, so few run at once. */
const CONCURRENT = 2;

/** Decoding holds the whole file in the page's memory, so larger ones, in bytes, get no preview. */
const LARGEST = 64 * 1024 ** 2;

/**
 * A small preview of a picture as a blob, decoded off the main thread.
 * Resolves with undefined when the browser cannot decode it, or when that would cost too much; rejects only with the
 * signal's reason.
 */
export async function makeThumbnail(signal: AbortSignal, blob: Blob): Promise<Blob | undefined> {
  if (blob.size > LARGEST) return undefined;
  const release = await acquire(signal);
  try {
    signal.throwIfAborted();
    const bitmap = await createImageBitmap(blob, {
      resizeHeight: THUMBNAIL_SIZE,
      resizeQuality: "medium",
    });
    const canvas = new OffscreenCanvas(Math.min(bitmap.width, THUMBNAIL_SIZE * 3), bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, Math.trunc((canvas.width - bitmap.width) / 2), 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    release();
  }
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
