import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";

const WIDTH = 40;
const HEIGHT = 30;

/** A picture of so many frames, each of its own noise, to be written in a format that can hold them. */
export function frames(count: number): Sharp {
  const pixels = randomBytes(WIDTH * HEIGHT * 3 * count);
  const raw = { width: WIDTH, height: HEIGHT * count, channels: 3 as const };
  return sharp(pixels, { raw: count === 1 ? raw : { ...raw, pageHeight: HEIGHT } });
}

const SIGNATURE_AND_IHDR_BYTES = 33;

/** An APNG of two frames that show the same: `acTL`, and an `fcTL` before each frame's data. */
export function animatedPng(still: Buffer): Buffer {
  const chunks = pngChunks(still.subarray(SIGNATURE_AND_IHDR_BYTES));
  const [width, height] = [still.readUInt32BE(16), still.readUInt32BE(20)];
  const data = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map((each) => each.data));
  return Buffer.concat([
    still.subarray(0, SIGNATURE_AND_IHDR_BYTES),
    pngChunk("acTL", uint32s(2, 0)),
    pngChunk("fcTL", Buffer.concat([uint32s(0, width, height, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])])),
    pngChunk("IDAT", data),
    pngChunk("fcTL", Buffer.concat([uint32s(1, width, height, 0, 0), Buffer.from([0, 1, 0, 10, 0, 0])])),
    pngChunk("fdAT", Buffer.concat([uint32s(2), data])),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunks(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString("latin1", at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([uint32s(data.length), body, uint32s(crc32(body))]);
}

function uint32s(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

/** The head of an ISO base media file: a file type box of these brands. */
export function avifWithBrands(major: string, compatible: readonly string[]): Buffer {
  const brands = Buffer.from([major, "\0\0\0\0", ...compatible].join(""), "latin1");
  return Buffer.concat([uint32s(brands.length + 8), Buffer.from("ftyp"), brands, Buffer.alloc(64)]);
}
