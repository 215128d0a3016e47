import { crc32 } from "node:zlib";

const ascii = (text: string) => Buffer.from(text, "latin1");

/* JPEG */

export function segment(marker: number, ...payload: (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(payload.map((part) => (typeof part === "string" ? ascii(part) : part)));
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

export const exifSegment = (block: Uint8Array) => segment(0xe1, "Exif\0\0", block);
export const xmpSegment = (packet: string | Uint8Array) => segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", packet);

/** Puts segments right behind SOI. */
export function withSegments(jpeg: Uint8Array, ...segments: Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** The segments before the first scan, as marker and payload; read without the code under test. */
export function segmentsOf(jpeg: Uint8Array): { marker: number; payload: Buffer }[] {
  const bytes = Buffer.from(jpeg);
  const found: { marker: number; payload: Buffer }[] = [];
  for (let at = 2; bytes[at + 1] !== 0xda; ) {
    const length = bytes.readUInt16BE(at + 2);
    found.push({ marker: bytes[at + 1] ?? 0, payload: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return found;
}

/** A list of pictures (MPF) for a first one that begins at 0; `at` counts from the start of the file. */
export function mpfSegment(listAt: number, images: readonly { at: number; size: number }[]): Buffer {
  const header = listAt + 4 + 4;
  const block = Buffer.alloc(8 + 2 + 3 * 12 + 4 + 16 * images.length);
  block.write("MM\0*", "latin1");
  block.writeUInt32BE(8, 4);
  block.writeUInt16BE(3, 8);
  const entry = (i: number, tag: number, type: number, count: number, value: number) => {
    block.writeUInt16BE(tag, 10 + 12 * i);
    block.writeUInt16BE(type, 12 + 12 * i);
    block.writeUInt32BE(count, 14 + 12 * i);
    block.writeUInt32BE(value, 18 + 12 * i);
  };
  entry(0, 0xb000, 7, 4, 0x30313030);
  entry(1, 0xb001, 4, 1, images.length);
  entry(2, 0xb002, 7, 16 * images.length, 50);
  for (const [i, { at, size }] of images.entries()) {
    block.writeUInt32BE(i === 0 ? 0x030000 : 0, 50 + 16 * i);
    block.writeUInt32BE(size, 54 + 16 * i);
    block.writeUInt32BE(i === 0 ? 0 : (at - header) >>> 0, 58 + 16 * i);
  }
  return segment(0xe2, "MPF\0", block);
}

/** The length of a list of so many pictures. */
export const listBytes = (n: number) =>
  mpfSegment(
    0,
    Array.from({ length: n }, () => ({ at: 0, size: 0 })),
  ).length;

/* PNG */

export function pngChunk(type: string, data: Uint8Array | string): Buffer {
  const body = Buffer.concat([ascii(type), typeof data === "string" ? ascii(data) : data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(body.length - 4, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}

const IHDR_END = 8 + 25;

/** Puts chunks right behind IHDR. */
export function withChunks(png: Uint8Array, ...chunks: Uint8Array[]): Buffer {
  return Buffer.concat([png.subarray(0, IHDR_END), ...chunks, png.subarray(IHDR_END)]);
}

/** A PNG file's chunks; throws on a CRC that is wrong. */
export function chunksOf(png: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(png);
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) throw new Error(`the CRC of ${type} is wrong`);
    found.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return found;
}

/* WebP */

export function riffChunk(type: string, data: Uint8Array | string): Buffer {
  const body = typeof data === "string" ? ascii(data) : data;
  const head = Buffer.alloc(8);
  head.write(type, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** A WebP file's chunks; throws when its length does not match. */
export function riffChunksOf(webp: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(webp);
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) throw new Error("the RIFF length is wrong");
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 12; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    found.push({ type: bytes.toString("latin1", at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return found;
}

/** A WebP file of these chunks. */
export function riff(...chunks: Uint8Array[]): Buffer {
  const body = Buffer.concat([ascii("WEBP"), ...chunks]);
  const head = Buffer.alloc(8);
  head.write("RIFF", "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/* MP4 */

const box = (type: string, content: Buffer) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
};
/** A position as QuickTime writes it. */
export const LOCATION = "+31.2304+121.4737/";

/** A video with a position in the two ways that cameras write it. */
export function video(): Buffer {
  const text = Buffer.concat([Buffer.from([0, LOCATION.length, 0x15, 0xc7]), Buffer.from(LOCATION, "latin1")]);
  const place = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0x15, 0xc7]),
    Buffer.from("Some Street\0\0\0\x79\x79\0\0\0\x1f\x3a\0\0\0\0\0", "latin1"),
  ]);
  const moov = box("moov", box("udta", Buffer.concat([box("\xa9xyz", text), box("loci", place)])));
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\0\0isom", "latin1")),
    moov,
    box("mdat", Buffer.alloc(400_000, 0xa9)),
  ]);
}
