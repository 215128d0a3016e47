import { SNIFF_BYTES, sniffImageType } from "../../contract/image-type.ts";
import type { RemovalNote, RemovedItem } from "../../contract/removal.ts";
import { BlobReader } from "./blob-reader.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { Findings, MalformedError, type MetadataMode } from "./findings.ts";
import { editGif } from "./gif.ts";
import { editHeif } from "./heif.ts";
import { editJpeg } from "./jpeg.ts";
import { editPng } from "./png.ts";
import { editWebp } from "./webp.ts";

/** What is left of a picture, and what was taken out of it. */
export interface MetadataRemoval {
  /** The very blob that was given when nothing had to be changed. */
  readonly blob: Blob;
  readonly removed: readonly RemovedItem[];
  readonly note?: RemovalNote;
}

type Editor = (reader: BlobReader, mode: MetadataMode, findings: Findings) => Promise<Edit[]>;

const EDITORS: Readonly<Record<string, Editor>> = {
  "image/jpeg": editJpeg,
  "image/png": editPng,
  "image/webp": editWebp,
  "image/gif": editGif,
  "image/avif": editHeif,
  "image/heic": editHeif,
};

/** Camera files that may hold a position; of the other types that are not edited (BMP, icons) none writes one. */
const UNSUPPORTED = "image/tiff";

/**
 * Takes the position, or all metadata, out of a picture's container. The coded picture is not touched: pixels,
 * orientation and colour profile stay, and so does every byte that is not part of what goes. Reads headers only (but a
 * GIF from end to end, as its blocks are told apart in no other way, and what follows a picture's end), and never holds more than one block of them; the
 * result's pieces are slices of the blob.
 *
 * The mode `location` takes coordinates and the names of places that have a field of their own (GPS directory, XMP,
 * IPTC, one maker's note, a video's list of names), as photo editors do for "remove location". It does not look into other makers' notes, free
 * text such as titles and keywords, or what a caption says; `all` takes these too, but for AVIF and HEIC, where it takes
 * EXIF, XMP, `uuid` boxes, a motion photo's video and Samsung's blocks, and of other boxes the position alone.
 *
 * A container that cannot be read comes back as it was, with the note `malformed`. Where a single block in it cannot be
 * read, that one stays, the others go, and the note is the same.
 * @throws UploadError `file_unreadable`, `file_changed`, as `readBytes` does.
 */
export async function removeMetadata(blob: Blob, mode: MetadataMode): Promise<MetadataRemoval> {
  const reader = new BlobReader(blob);
  const type = sniffImageType(await reader.read(0, Math.min(SNIFF_BYTES, blob.size)));
  const edit = type && EDITORS[type];
  if (edit === undefined) return { blob, removed: [], ...(type === UNSUPPORTED && { note: "unsupported" }) };
  const findings = new Findings();
  try {
    const changed = applyEdits(blob, await edit(reader, mode, findings));
    return { blob: changed, removed: [...findings.removed], ...(findings.note && { note: findings.note }) };
  } catch (error) {
    if (error instanceof MalformedError) return { blob, removed: [], note: "malformed" };
    throw error;
  }
}

/**
 * What of a position is in a picture. Reads what `removeMetadata` reads, and changes nothing.
 * @throws UploadError `file_unreadable`, `file_changed`.
 */
export async function findPositions(blob: Blob): Promise<readonly RemovedItem[]> {
  return (await removeMetadata(blob, "location")).removed;
}
