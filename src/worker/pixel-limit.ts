import { readPictureSize } from "./picture-size.ts";

/**
 * The most pixels that are decoded: 512 MiB at four bytes each. A phone's picture of 108 megapixels is below it, one of
 * 200 is not. A browser that runs out of memory may end the page with all its uploads.
 */
const MOST = 2 ** 27;

/** On a device that says it has no more than `SMALL_GB`: what a 64-megapixel camera takes, in 256 MiB. */
const MOST_IF_SMALL = 2 ** 26;
const SMALL_GB = 4;

/**
 * Whether a picture's header says that it is too large to be decoded here. One whose size cannot be read is not.
 * @param type what the blob's first bytes prove.
 * @throws UploadError as `readBytes` does.
 */
export async function hasTooManyPixels(blob: Blob, type: string): Promise<boolean> {
  const size = await readPictureSize(blob, type);
  return size !== undefined && size.width * size.height > mostPixels(deviceMemory());
}

/** @param memory of the device, in GiB; undefined where the browser does not tell. */
export function mostPixels(memory: number | undefined): number {
  return memory !== undefined && memory <= SMALL_GB ? MOST_IF_SMALL : MOST;
}

/** Device Memory API, in Chromium over https only; it is rounded to a power of two. */
function deviceMemory(): number | undefined {
  // Where the tests run there may be no navigator.
  const { navigator }: { navigator?: object } = globalThis;
  if (!navigator || !("deviceMemory" in navigator)) return undefined;
  return typeof navigator.deviceMemory === "number" ? navigator.deviceMemory : undefined;
}
