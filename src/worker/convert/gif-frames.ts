import type { BlobReader } from "../metadata/blob-reader.ts";
import { gifBlocks } from "../metadata/gif-blocks.ts";

/**
 * How many frames a GIF has, counted up to `enough`.
 * @throws MalformedError where the file is cut off; UploadError as `readBytes` does.
 */
export async function countGifFrames(reader: BlobReader, enough: number): Promise<number> {
  let frames = 0;
  for await (const { kind } of gifBlocks(reader)) {
    if (kind === "image") frames += 1;
    if (frames >= enough) break;
  }
  return frames;
}
