import { type BlobReader, WINDOW_BYTES } from "./blob-reader.ts";
import { MARKERS, standsAlone } from "./jpeg-segments.ts";

/**
 * Where the picture ends whose first scan begins at `scanAt`: behind its EOI marker; undefined when the file ends, or
 * makes no sense, before that. Reads all of the picture, a window at a time.
 * @throws UploadError as `readBytes` does.
 */
export async function findPictureEnd(reader: BlobReader, scanAt: number): Promise<number | undefined> {
  for (let at = scanAt; at + 2 <= reader.size; ) {
    const [start, marker = 0, high = 0, low = 0] = await reader.read(at, Math.min(at + 4, reader.size));
    if (start !== 0xff) return undefined;
    if (marker === MARKERS.eoi) return at + 2;
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else {
      at += 2 + high * 256 + low;
      if (marker === MARKERS.sos) at = await findMarker(reader, at);
    }
  }
  return undefined;
}

/** Whether the file's last two bytes end a picture. */
export async function endsWithEoi(reader: BlobReader): Promise<boolean> {
  if (reader.size < 2) return false;
  const [first, second] = await reader.read(reader.size - 2, reader.size);
  return first === 0xff && second === MARKERS.eoi;
}

/** The next marker behind coded data, in which FF is followed by 00, a restart marker or a fill byte (B.1.1.5). */
async function findMarker(reader: BlobReader, from: number): Promise<number> {
  for (let at = from; at + 2 <= reader.size; at += WINDOW_BYTES - 1) {
    const bytes = await reader.read(at, Math.min(reader.size, at + WINDOW_BYTES));
    for (let i = bytes.indexOf(0xff); i !== -1 && i + 1 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
      const next = bytes[i + 1] ?? 0;
      if (next !== 0 && next !== 0xff && !standsAlone(next)) return at + i;
    }
  }
  return reader.size;
}
