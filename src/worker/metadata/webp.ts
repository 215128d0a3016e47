import type { RemovedItem } from "../../contract/removal.ts";
import { scrubTrailer } from "./appended.ts";
import { byteText } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { isSame } from "./bytes.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { orientationExif, readOrientation } from "./exif.ts";
import { scrubExifBlock, tiffOf } from "./exif-block.ts";
import { attempt, type Bytes, type Findings, MalformedError, type MetadataMode } from "./findings.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { scrubXmp } from "./xmp.ts";

/* WebP Container Specification: RIFF chunks of a four-character code, a length and data, padded to even. */

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const SIZE_AT = 4;

export const EXIF = "EXIF";
const XMP = "XMP ";
/** C2PA content credentials. */
const CREDENTIALS = "C2PA";
const NEEDED: readonly string[] = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];
const ITEMS: Readonly<Record<string, RemovedItem>> = { [EXIF]: "exif", [XMP]: "xmp" };
/** Bits of VP8X's first byte that say that such a chunk is there. */
const FLAGS = { [EXIF]: 0x08, [XMP]: 0x04 } as const;

/** One RIFF chunk; places are in bytes from the start of the file, `to` is behind its pad byte. */
export interface WebpChunk {
  readonly type: string;
  readonly from: number;
  readonly data: number;
  readonly dataEnd: number;
  readonly to: number;
}

/**
 * The edits that take the metadata out of a WebP file.
 * @throws MalformedError when its chunks cannot be read; UploadError as `readBytes` does.
 */
export async function editWebp(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const { chunks, end } = await readWebp(reader);
  if (mode === "all") return bareFile(reader, chunks, end, findings);
  const edits = await scrubChunks(reader, chunks, findings);
  return edits.concat(await scrubTrailer(reader, end, findings));
}

/**
 * The chunks of a WebP file, and where the last one ends.
 * @throws MalformedError; UploadError as `readBytes` does.
 */
export async function readWebp(reader: BlobReader): Promise<{ readonly chunks: WebpChunk[]; readonly end: number }> {
  const head = await reader.read(0, RIFF_HEADER_BYTES);
  const end = CHUNK_HEADER_BYTES + new DataView(head.buffer).getUint32(SIZE_AT, true);
  if (end > reader.size) throw new MalformedError("the file is cut off");
  const chunks: WebpChunk[] = [];
  for await (const chunk of webpChunks(reader, end)) chunks.push(chunk);
  return { chunks, end };
}

/** Every chunk up to `end`; those of the picture are only passed over. */
async function* webpChunks(reader: BlobReader, end: number): AsyncGenerator<WebpChunk> {
  for (let from = RIFF_HEADER_BYTES; from + CHUNK_HEADER_BYTES <= end; ) {
    const data = from + CHUNK_HEADER_BYTES;
    const header = await reader.read(from, data);
    const dataEnd = data + new DataView(header.buffer).getUint32(SIZE_AT, true);
    if (dataEnd > end) throw new MalformedError("a chunk is cut off");
    // The last pad byte is missing in files of some writers.
    const to = Math.min(dataEnd + (dataEnd % 2), end);
    yield { type: byteText(header.subarray(0, 4)), from, data, dataEnd, to };
    from = to;
  }
}

async function scrubChunks(reader: BlobReader, chunks: readonly WebpChunk[], findings: Findings): Promise<Edit[]> {
  const edits: Edit[][] = [];
  for (const { type, data, dataEnd } of chunks) {
    const scrub = SCRUBBERS[type];
    if (scrub === undefined) continue;
    const original = await reader.read(data, dataEnd);
    const changed = original.slice();
    attempt(changed, findings, scrub);
    edits.push(editsBetween(original, changed, data));
  }
  return edits.flat();
}

const SCRUBBERS: Readonly<Record<string, (bytes: Bytes, findings: Findings) => void>> = {
  [EXIF]: scrubExifBlock,
  [XMP]: scrubXmp,
  [CREDENTIALS]: (bytes, findings) => {
    if (!namesCoordinates(bytes)) return;
    bytes.fill(0);
    findings.removed.add("position-text");
  },
};

async function bareFile(
  reader: BlobReader,
  chunks: readonly WebpChunk[],
  end: number,
  findings: Findings,
): Promise<Edit[]> {
  const edits: Edit[] = [];
  const exif = chunks.find(({ type }) => type === EXIF);
  const orientation = exif && orientationExif(readOrientation(tiffOf(await reader.read(exif.data, exif.dataEnd))));
  for (const chunk of chunks) {
    if (NEEDED.includes(chunk.type)) continue;
    const bytes = chunk === exif && orientation ? exifChunk(orientation) : NO_BYTES;
    if (bytes.length > 0 && (await isThere(reader, chunk, bytes))) continue;
    edits.push({ from: chunk.from, to: chunk.to, bytes });
    findings.removed.add(ITEMS[chunk.type] ?? "other");
  }
  if (edits.length > 0) edits.push(...(await headerEdits(reader, chunks, end, edits, orientation !== undefined)));
  if (end < reader.size) {
    edits.push({ from: end, to: reader.size, bytes: NO_BYTES });
    findings.removed.add("trailer");
  }
  return edits;
}

async function isThere(reader: BlobReader, { from, to }: WebpChunk, bytes: Bytes): Promise<boolean> {
  return isSame(await reader.read(from, to), bytes);
}

/** What counts the other chunks: the file's length, and the flags of VP8X. */
async function headerEdits(
  reader: BlobReader,
  chunks: readonly WebpChunk[],
  end: number,
  edits: readonly Edit[],
  keepsExif: boolean,
): Promise<Edit[]> {
  const grown = edits.reduce((sum, { from, to, bytes }) => sum + bytes.length - (to - from), 0);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, end - CHUNK_HEADER_BYTES + grown, true);
  const sizeEdit = { from: SIZE_AT, to: SIZE_AT + size.length, bytes: size };
  const extended = chunks.find(({ type, data, dataEnd }) => type === "VP8X" && dataEnd > data);
  if (extended === undefined) return [sizeEdit];
  const [flags = 0] = await reader.read(extended.data, extended.data + 1);
  const kept = flags & ~FLAGS[XMP] & (keepsExif ? 0xff : ~FLAGS[EXIF]);
  return [sizeEdit, { from: extended.data, to: extended.data + 1, bytes: Uint8Array.of(kept) }];
}

function exifChunk(exif: Bytes): Bytes {
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + exif.length);
  for (const [i, character] of [...EXIF].entries()) bytes[i] = character.charCodeAt(0);
  new DataView(bytes.buffer).setUint32(SIZE_AT, exif.length, true);
  bytes.set(exif, CHUNK_HEADER_BYTES);
  return bytes;
}
