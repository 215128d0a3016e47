import type { RemovedItem } from "../../contract/removal.ts";
import { scrubTrailer } from "./appended.ts";
import type { BlobReader } from "./blob-reader.ts";
import { isSame } from "./bytes.ts";
import { type Edit, NO_BYTES } from "./edits.ts";
import { orientationExif, readOrientation } from "./exif.ts";
import { scrubExifBlock, tiffOf } from "./exif-block.ts";
import { attempt, type Bytes, Findings, MalformedError, type MetadataMode } from "./findings.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { type Chunk, pngChunks, replaceChunk } from "./png-chunks.ts";
import { scrubText } from "./png-text.ts";

/** Ancillary chunks that a decoder needs: colour, transparency, size, animation. Critical ones begin in upper case. */
const NEEDED: readonly string[] = [
  ...["cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "mDCv", "cLLi"],
  ...["tRNS", "bKGD", "hIST", "sPLT", "pHYs", "oFFs", "sCAL", "sTER"],
  ...["acTL", "fcTL", "fdAT"],
];
const ITEMS: Readonly<Record<string, RemovedItem>> = {
  eXIf: "exif",
  tEXt: "text",
  zTXt: "text",
  iTXt: "text",
  tIME: "time",
};
/** C2PA content credentials. */
const CREDENTIALS = "caBX";
/** Apple's hint for decoding from the middle: it counts bytes up to there, and a wrong count breaks the picture. */
const APPLE_DECODE_HINT = "iDOT";

/**
 * The edits that take the metadata out of a PNG file.
 * @throws MalformedError when its chunks cannot be read; UploadError as `readBytes` does.
 */
export async function editPng(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const edit = mode === "location" ? scrubChunk : bareChunk;
  const edits: Edit[] = [];
  let hint: Chunk | undefined;
  let end = 0;
  for await (const chunk of pngChunks(reader)) {
    end = chunk.to;
    if (chunk.type === APPLE_DECODE_HINT) hint = chunk;
    else edits.push(...(await edit(reader, chunk, findings)));
  }
  if (mode === "location") edits.push(...(await scrubTrailer(reader, end, findings)));
  else if (end < reader.size) {
    findings.removed.add("trailer");
    edits.push({ from: end, to: reader.size, bytes: NO_BYTES });
  }
  if (hint && edits.some(({ from, to, bytes }) => to - from !== bytes.length)) edits.push(drop(hint));
  return edits;
}

const drop = ({ from, to }: Chunk): Edit => ({ from, to, bytes: NO_BYTES });

async function scrubChunk(reader: BlobReader, chunk: Chunk, findings: Findings): Promise<Edit[]> {
  switch (chunk.type) {
    case "eXIf":
      return scrubWith(reader, chunk, findings, scrubExifBlock);
    case "tEXt":
    case "zTXt":
    case "iTXt":
      return scrubTextChunk(reader, chunk, chunk.type, findings);
    case CREDENTIALS:
      return dropCredentials(reader, chunk, findings);
    default:
      return [];
  }
}

async function scrubWith(
  reader: BlobReader,
  chunk: Chunk,
  findings: Findings,
  scrub: (bytes: Bytes, findings: Findings) => void,
): Promise<Edit[]> {
  const data = await reader.read(chunk.data, chunk.dataEnd);
  const found = new Findings();
  attempt(data, found, scrub);
  findings.merge(found);
  return found.removed.size > 0 ? [replaceChunk(chunk, data)] : [];
}

async function scrubTextChunk(
  reader: BlobReader,
  chunk: Chunk,
  type: "tEXt" | "zTXt" | "iTXt",
  findings: Findings,
): Promise<Edit[]> {
  const data = await reader.read(chunk.data, chunk.dataEnd);
  try {
    const result = await scrubText(type, data, findings);
    if (result === undefined) return [];
    return [result === "drop" ? drop(chunk) : replaceChunk(chunk, result)];
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.note ??= "malformed";
    return [];
  }
}

async function dropCredentials(reader: BlobReader, chunk: Chunk, findings: Findings): Promise<Edit[]> {
  if (!namesCoordinates(await reader.read(chunk.data, chunk.dataEnd))) return [];
  findings.removed.add("position-text");
  return [drop(chunk)];
}

async function bareChunk(reader: BlobReader, chunk: Chunk, findings: Findings): Promise<Edit[]> {
  const isCritical = /^[A-Z]/.test(chunk.type);
  if (isCritical || NEEDED.includes(chunk.type)) return [];
  const item = ITEMS[chunk.type] ?? "other";
  if (chunk.type === "eXIf") {
    const data = await reader.read(chunk.data, chunk.dataEnd);
    const orientation = orientationExif(readOrientation(tiffOf(data)));
    if (orientation && isSame(data, orientation)) return [];
    findings.removed.add(item);
    return [orientation ? replaceChunk(chunk, orientation) : drop(chunk)];
  }
  findings.removed.add(item);
  return [drop(chunk)];
}
