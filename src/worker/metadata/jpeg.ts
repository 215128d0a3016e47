import { scrubAppended } from "./appended.ts";
import { byteText } from "./ascii.ts";
import { type BlobReader, MAX_BLOCK_BYTES, WINDOW_BYTES } from "./blob-reader.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { type Findings, MalformedError, type MetadataMode } from "./findings.ts";
import type { Range } from "./joined.ts";
import { blankSegments, cutSegments } from "./jpeg-bare.ts";
import { appendedImages, gapsBetween, listsImages } from "./jpeg-images.ts";
import { scrubJpegHeader } from "./jpeg-location.ts";
import { endsWithEoi, findPictureEnd } from "./jpeg-scan.ts";
import { type LoadedHeader, loadHeader } from "./jpeg-segments.ts";

/**
 * The edits that take the metadata out of a JPEG file, of the pictures appended to it, and of what follows them.
 * @throws MalformedError when its segments cannot be read; UploadError as `readBytes` does.
 */
export async function editJpeg(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const header = await loadHeader(reader, 0);
  const images = await appendedImages(reader, header);
  const appended = await loadImages(reader, images, findings);
  const erase = images.length > 0 ? blankSegments : cutSegments;
  const edit = mode === "location" ? scrubHeader : erase;
  const edits = [header, ...appended].flatMap((image) => edit(image, findings));
  const between = await editGaps(reader, mode, header, images, findings);
  return [...edits, ...between, ...(await editTrailer(reader, mode, header, images, findings))];
}

/** What stands between the pictures that are listed, which nobody is told of; nothing moves there. */
async function editGaps(
  reader: BlobReader,
  mode: MetadataMode,
  header: LoadedHeader,
  images: readonly Range[],
  findings: Findings,
): Promise<Edit[]> {
  const edits: Edit[][] = [];
  for (const { from, to } of images.length > 0 ? await gapsBetween(reader, header, images) : []) {
    // The first picture may be damaged, so that its end cannot be told: then nothing of it may go.
    if (mode === "location" || from === undefined) {
      edits.push(await scrubAppended(reader, { from: from ?? header.end, to }, findings));
    } else edits.push(await blankGap(reader, { from, to }, findings));
  }
  return edits.flat();
}

async function blankGap(reader: BlobReader, { from, to }: Range, findings: Findings): Promise<Edit[]> {
  const edits: Edit[] = [];
  for (let at = from; at < to; at += WINDOW_BYTES) {
    const bytes = await reader.read(at, Math.min(at + WINDOW_BYTES, to));
    const blank = new Uint8Array(bytes.length);
    if (bytes.some((byte) => byte !== 0)) edits.push({ from: at, to: at + bytes.length, bytes: blank });
  }
  if (edits.length > 0) findings.removed.add("trailer");
  return edits;
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

/** The headers of appended pictures; a broken one, or more than can be held, is noted and left as it is. */
async function loadImages(reader: BlobReader, images: readonly Range[], findings: Findings): Promise<LoadedHeader[]> {
  const headers: LoadedHeader[] = [];
  let bytes = 0;
  for (const { from } of images) {
    try {
      const header = await loadHeader(reader, from);
      bytes += header.bytes.length;
      if (bytes <= MAX_BLOCK_BYTES) headers.push(header);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      findings.note ??= "malformed";
    }
    if (bytes > MAX_BLOCK_BYTES) {
      findings.note ??= "malformed";
      break;
    }
  }
  return headers;
}

/** XMP that tells of appended pictures and videos (motion photos, Ultra HDR) uses one of these namespaces. */
const APPENDED = "http://ns.google.com/photos/1.0/";

/**
 * What follows the pictures. To know without a list where they end, the whole picture has to be read: that is done only
 * where the file gives a reason to.
 */
async function editTrailer(
  reader: BlobReader,
  mode: MetadataMode,
  header: LoadedHeader,
  images: readonly Range[],
  findings: Findings,
): Promise<Edit[]> {
  const isListed = images.length > 0;
  const isSuspicious =
    isListed || listsImages(header) || !(await endsWithEoi(reader)) || byteText(header.bytes).includes(APPENDED);
  if (!isSuspicious) return [];
  const end = isListed ? Math.max(...images.map(({ to }) => to)) : await findPictureEnd(reader, header.end);
  // A damaged picture may have no end that can be told: then all of it is looked through, and nothing is cut off.
  if (mode === "location" || end === undefined) {
    return scrubAppended(reader, { from: end ?? header.end, to: reader.size }, findings);
  }
  return cutTrailer(reader, end, findings);
}
