import { SNIFF_BYTES, sniffImageType } from "../contract/image-type.ts";
import { readBytes } from "./read-blob.ts";

/**
 * The image type that the blob's first bytes prove, or `undefined`.
 * @throws UploadError as `readBytes` does.
 */
export async function detectType(blob: Blob): Promise<string | undefined> {
  return sniffImageType(await readBytes(blob, 0, Math.min(SNIFF_BYTES, blob.size)));
}
