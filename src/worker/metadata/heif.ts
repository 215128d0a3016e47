import { scrubAppended } from "./appended.ts";
import { asciiBytes } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { isSame, join } from "./bytes.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { scrubExifBlock } from "./exif-block.ts";
import { attempt, type Bytes, type Findings, MalformedError, type MetadataMode } from "./findings.ts";
import { type MetadataItem, metadataItems } from "./heif-items.ts";
import { type Box, fileBoxes } from "./iso-boxes.ts";
import { editOwnBox, emptyBox } from "./own-boxes.ts";
import { reduceXmp, scrubXmp } from "./xmp.ts";

/*
 * AVIF and HEIC: ISO/IEC 23008-12. Offsets into the file stand all over it, so nothing moves in either mode, and only what
 * is behind all the rest can be cut off. Their
 * orientation is a property of the picture (irot, imir), not of the EXIF block.
 */

/** The boxes that hold the picture; in the others phones keep a video, and programs what is theirs. */
const OF_THE_PICTURE: readonly string[] = ["ftyp", "meta", "mdat"];
/** A motion photo's video (Android's Motion Photo format 1.0), and Samsung's blocks of its own. */
const APPENDED: readonly string[] = ["mpvd", "sefd"];
const OFFSET_BYTES = 4;
/** A TIFF block with one empty directory. */
const EMPTY_EXIF = asciiBytes("\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0");

/**
 * The edits that take the metadata out of an AVIF or HEIC file: the position out of a video in it, or all of the video.
 * @throws MalformedError when its boxes cannot be read; UploadError as `readBytes` does.
 */
export async function editHeif(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const boxes = await fileBoxes(reader);
  const meta = boxes.find(({ type }) => type === "meta");
  if (meta === undefined) return [];
  const data = boxes.filter(({ type }) => type === "mdat");
  const edits: Edit[][] = [];
  const appended = mode === "all" ? boxes.filter(({ type }) => APPENDED.includes(type)) : [];
  edits.push(removeAppended(boxes, appended, findings));
  for (const box of boxes.filter((each) => !OF_THE_PICTURE.includes(each.type) && !appended.includes(each))) {
    const own = box.type === "uuid" ? await editOwnBox(reader, box, mode, findings) : undefined;
    edits.push(own ?? (await scrubAppended(reader, box, findings)));
  }
  for (const item of metadataItems(await reader.read(meta.from, meta.to), meta.from, data)) {
    edits.push(await editItem(reader, item, SCRUBBERS[mode][item.kind], findings));
  }
  return edits.flat();
}

/** What nothing else stands behind is cut off; of the others free boxes are made. */
function removeAppended(boxes: readonly Box[], appended: readonly Box[], findings: Findings): Edit[] {
  if (appended.length === 0) return [];
  findings.removed.add("trailer");
  const lastKept = boxes.findLast((box) => !appended.includes(box));
  const end = lastKept?.to ?? 0;
  const inside = appended.filter(({ at }) => at < end).flatMap(emptyBox);
  const size = boxes.at(-1)?.to ?? 0;
  return end < size ? [...inside, { from: end, to: size, bytes: NO_BYTES }] : inside;
}

type Scrub = (bytes: Bytes, findings: Findings) => void;

const SCRUBBERS: Readonly<Record<MetadataMode, Readonly<Record<MetadataItem["kind"], Scrub>>>> = {
  location: {
    exif: scrubExifItem,
    xmp: scrubXmp,
  },
  all: { exif: emptyExif, xmp: reduceXmp },
};

async function editItem(
  reader: BlobReader,
  { ranges }: MetadataItem,
  scrub: Scrub,
  findings: Findings,
): Promise<Edit[]> {
  if (ranges === undefined) {
    findings.note ??= "unsupported";
    return [];
  }
  const parts: Bytes[] = [];
  for (const { from, to } of ranges) parts.push(await reader.read(from, to));
  const original = join(parts);
  const changed = original.slice();
  attempt(changed, findings, scrub);
  let at = 0;
  return ranges.flatMap(({ from, to }) => {
    const end = at + to - from;
    const edits = editsBetween(original.slice(at, end), changed.slice(at, end), from);
    at = end;
    return edits;
  });
}

/** The item begins with the distance to the TIFF header. */
function scrubExifItem(bytes: Bytes, findings: Findings): void {
  if (bytes.length < OFFSET_BYTES) throw new MalformedError("no EXIF item");
  const offset = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  scrubExifBlock(bytes.subarray(OFFSET_BYTES + offset), findings);
}

function emptyExif(bytes: Bytes, findings: Findings): void {
  const before = bytes.slice();
  bytes.fill(0);
  if (bytes.length >= EMPTY_EXIF.length) bytes.set(EMPTY_EXIF);
  if (!isSame(bytes, before)) findings.removed.add("exif");
}
