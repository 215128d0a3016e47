import { byteText } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { type Findings, MalformedError, type MetadataMode } from "./findings.ts";
import type { Range } from "./joined.ts";
import { blankSegments, cutSegments } from "./jpeg-bare.ts";
import { appendedImages, listsImages } from "./jpeg-images.ts";
import { scrubJpegHeader } from "./jpeg-location.ts";
import { endsWithEoi, findPictureEnd } from "./jpeg-scan.ts";
import { type LoadedHeader, loadHeader } from "./jpeg-segments.ts";
import { scrubTrailer } from "./jpeg-trailer.ts";

/**
 * The edits that take the metadata out of a JPEG file, of the pictures appended to it, and of what follows them.
 * @throws MalformedError when its segments cannot be read; UploadError as `readBytes` does.
 */
export async function editJpeg(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const header = await loadHeader(reader, 0);
  const images = await appendedImages(reader, header);
  const appended = await loadImages(reader, images, findings);
  const end = await findEnd(reader, header, images);
  if (mode === "location") {
    const edits = [header, ...appended].flatMap((image) => scrubHeader(image, findings));
    return end === undefined ? edits : [...edits, ...(await scrubTrailer(reader, end, findings))];
  }
  const erase = images.length > 0 ? blankSegments : cutSegments;
  const edits = [header, ...appended].flatMap((image) => erase(image, findings));
  return end === undefined ? edits : [...edits, ...cutTrailer(reader, end, findings)];
}

function scrubHeader(header: LoadedHeader, findings: Findings): Edit[] {
  const changed = header.bytes.slice();
  scrubJpegHeader(changed, header, findings);
  return editsBetween(header.bytes, changed, header.base);
}

function cutTrailer({ size }: BlobReader, end: number, findings: Findings): Edit[] {
  if (end >= size) return [];
  findings.removed.add("trailer");
  return [{ from: end, to: size, bytes: NO_BYTES }];
}

/** The headers of appended pictures; a broken one is noted and left as it is. */
async function loadImages(reader: BlobReader, images: readonly Range[], findings: Findings): Promise<LoadedHeader[]> {
  const headers: LoadedHeader[] = [];
  for (const { from } of images) {
    try {
      headers.push(await loadHeader(reader, from));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      findings.note ??= "malformed";
    }
  }
  return headers;
}

/** XMP that tells of appended pictures and videos (motion photos, Ultra HDR) uses one of these namespaces. */
const APPENDED = "http://ns.google.com/photos/1.0/";

/**
 * Where the pictures end, when something may follow them. To know it without a list, the whole picture has to be read:
 * that is done only where the file gives a reason to.
 */
async function findEnd(
  reader: BlobReader,
  header: LoadedHeader,
  images: readonly Range[],
): Promise<number | undefined> {
  if (images.length > 0) return Math.max(...images.map(({ to }) => to));
  const isSuspicious = listsImages(header) || !(await endsWithEoi(reader)) || byteText(header.bytes).includes(APPENDED);
  return isSuspicious ? findPictureEnd(reader, header.end) : undefined;
}
