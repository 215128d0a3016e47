import type { KnownImageType } from "../contract/image-type.ts";
import { byteText } from "./metadata/ascii.ts";
import { BlobReader, WINDOW_BYTES } from "./metadata/blob-reader.ts";
import { type Bytes, MalformedError } from "./metadata/findings.ts";
import { gifBlocks } from "./metadata/gif-blocks.ts";
import { boxesIn, eachFileBox } from "./metadata/iso-boxes.ts";
import { loadHeader } from "./metadata/jpeg-segments.ts";
import { TYPE_SHORT } from "./metadata/tiff.ts";

/** In pixels, as a picture is stored: turned by its orientation, its sides change places. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

type SizeReader = (reader: BlobReader, blob: Blob) => Promise<PictureSize | undefined>;

/** Not icons: Chromium takes no icon whose picture is larger than the 256 pixels that the icon's table can say. */
const READERS: ReadonlyMap<string, SizeReader> = new Map(
  Object.entries({
    "image/png": pngSize,
    "image/jpeg": jpegSize,
    "image/gif": gifSize,
    "image/webp": webpSize,
    "image/avif": heifSize,
    "image/heic": heifSize,
    "image/bmp": bmpSize,
    "image/tiff": tiffSize,
  } satisfies Partial<Record<KnownImageType, SizeReader>>),
);

/**
 * The size that a picture's header says, or the largest of several; nothing of it is decoded.
 * @param type what the blob's first bytes prove.
 * @returns undefined where the type is another one, or the header cannot be read.
 * @throws UploadError as `readBytes` does.
 */
export async function readPictureSize(blob: Blob, type: string): Promise<PictureSize | undefined> {
  try {
    return await READERS.get(type)?.(new BlobReader(blob), blob);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

const viewOf = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function largest(sizes: readonly PictureSize[]): PictureSize | undefined {
  const area = ({ width, height }: PictureSize) => width * height;
  return sizes.reduce<PictureSize | undefined>((a, b) => (a === undefined || area(b) > area(a) ? b : a), undefined);
}

/** PNG 3rd edition, section 11.2.1: `IHDR` comes first. */
async function pngSize(reader: BlobReader): Promise<PictureSize> {
  const bytes = await reader.read(12, 24);
  if (byteText(bytes.subarray(0, 4)) !== "IHDR") throw new MalformedError("no header");
  const view = viewOf(bytes);
  return { width: view.getUint32(4), height: view.getUint32(8) };
}

/** ITU-T T.81, table B.1: start of frame, in whatever coding; the others between them are tables and a reserved one. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

async function jpegSize(reader: BlobReader): Promise<PictureSize | undefined> {
  const { segments, bytes } = await loadHeader(reader, 0);
  const view = viewOf(bytes);
  const frames = segments.filter(({ marker, payload, to }) => isFrame(marker) && payload + 5 <= to);
  return largest(
    frames.map(({ payload }) => ({ width: view.getUint16(payload + 3), height: view.getUint16(payload + 1) })),
  );
}

/** GIF89a, sections 18 and 20: the screen; Chromium enlarges it for a first frame that reaches beyond it. */
async function gifSize(reader: BlobReader, blob: Blob): Promise<PictureSize> {
  const screen = viewOf(await reader.read(6, 10));
  const [width, height] = [screen.getUint16(0, true), screen.getUint16(2, true)];
  const frame = await firstFrame(new BlobReader(blob.slice(0, WINDOW_BYTES)));
  if (frame === undefined) return { width, height };
  return { width: Math.max(width, frame.width), height: Math.max(height, frame.height) };
}

/** Only near the file's start: what stands before it can be millions of blocks of a byte. */
async function firstFrame(start: BlobReader): Promise<PictureSize | undefined> {
  try {
    for await (const block of gifBlocks(start)) {
      if (block.kind !== "image") continue;
      const view = viewOf(await start.read(block.at, block.at + 9));
      const [left, top] = [view.getUint16(1, true), view.getUint16(3, true)];
      return { width: left + view.getUint16(5, true), height: top + view.getUint16(7, true) };
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  return undefined;
}

/** The chunk behind the file's header, and where its data begins. */
const WEBP_TYPE_AT = 12;
const WEBP_DATA_AT = 20;

/** RFC 9649, sections 2.5 to 2.7; a canvas and the one frame on it have to agree. */
async function webpSize(reader: BlobReader): Promise<PictureSize | undefined> {
  const type = byteText(await reader.read(WEBP_TYPE_AT, WEBP_TYPE_AT + 4));
  const data = async (length: number) => viewOf(await reader.read(WEBP_DATA_AT, WEBP_DATA_AT + length));
  if (type === "VP8L") {
    const sides = (await data(5)).getUint32(1, true);
    return { width: 1 + (sides & 0x3fff), height: 1 + ((sides >>> 14) & 0x3fff) };
  }
  if (type !== "VP8X" && type !== "VP8 ") return undefined;
  const view = await data(10);
  if (type === "VP8 ") return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  const side = (at: number) => 1 + view.getUint16(at, true) + view.getUint8(at + 2) * 2 ** 16;
  return { width: side(4), height: side(7) };
}

/** Bytes of a full box's version and flags, and of what `ispe` has behind them. */
const VERSION_BYTES = 4;
const ISPE_BYTES = VERSION_BYTES + 8;

/**
 * ISO/IEC 23008-12, section 6.5.3: `ispe` says the size of each picture in the file. The whole of one in tiles, each
 * tile and a thumbnail have one, so the largest is it.
 */
async function heifSize(reader: BlobReader): Promise<PictureSize | undefined> {
  for await (const { type, from, to } of eachFileBox(reader)) {
    if (type !== "meta") continue;
    const meta = (await reader.read(from, to)).subarray(VERSION_BYTES);
    const properties = contents(meta, "iprp").flatMap((iprp) => contents(iprp, "ipco"));
    const sizes = properties.flatMap((ipco) => contents(ipco, "ispe")).filter(({ length }) => length >= ISPE_BYTES);
    return largest(
      sizes.map((ispe) => {
        const view = viewOf(ispe);
        return { width: view.getUint32(VERSION_BYTES), height: view.getUint32(VERSION_BYTES + 4) };
      }),
    );
  }
  return undefined;
}

/** What is in the boxes of this type that stand in `bytes`. */
function contents(bytes: Bytes, wanted: string): Bytes[] {
  return boxesIn(bytes)
    .filter(({ type }) => type === wanted)
    .map(({ from, to }) => bytes.subarray(from, to));
}

/** Bytes of the file's header, and of the first version of the picture's, whose sides have 16 bits. */
const BMP_HEADER_BYTES = 14;
const BMP_CORE_BYTES = 12;

async function bmpSize(reader: BlobReader): Promise<PictureSize> {
  const view = viewOf(await reader.read(BMP_HEADER_BYTES, BMP_HEADER_BYTES + BMP_CORE_BYTES));
  if (view.getUint32(0, true) === BMP_CORE_BYTES) {
    return { width: view.getUint16(4, true), height: view.getUint16(6, true) };
  }
  // A height below zero says that the first line is the topmost.
  return { width: Math.abs(view.getInt32(4, true)), height: Math.abs(view.getInt32(8, true)) };
}

const IMAGE_WIDTH = 256;
const IMAGE_LENGTH = 257;
const TIFF_ENTRY_BYTES = 12;

/** TIFF 6.0, section 2, of the first directory; others are further pages or smaller versions. */
async function tiffSize(reader: BlobReader): Promise<PictureSize | undefined> {
  const head = await reader.read(0, 8);
  const little = head[0] === 0x49;
  const at = viewOf(head).getUint32(4, little);
  const count = viewOf(await reader.read(at, at + 2)).getUint16(0, little);
  const entries = viewOf(await reader.read(at + 2, at + 2 + count * TIFF_ENTRY_BYTES));
  const value = (tag: number) => {
    for (let from = 0; from < entries.byteLength; from += TIFF_ENTRY_BYTES) {
      if (entries.getUint16(from, little) !== tag) continue;
      const isShort = entries.getUint16(from + 2, little) === TYPE_SHORT;
      return isShort ? entries.getUint16(from + 8, little) : entries.getUint32(from + 8, little);
    }
    return undefined;
  };
  const [width, height] = [value(IMAGE_WIDTH), value(IMAGE_LENGTH)];
  return width === undefined || height === undefined ? undefined : { width, height };
}
