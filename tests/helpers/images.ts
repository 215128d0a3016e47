import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** A file made for a test: what a camera, a screenshot tool or a careless person would drop. */
export interface TestFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const WIDTH = 320;
const HEIGHT = 200;

/** A picture that no other call has made, so that no store can have it already. */
function canvas(): Sharp {
  const [r = 0, g = 0, b = 0] = randomBytes(3);
  const noise = sharp(randomBytes(WIDTH * HEIGHT * 3), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
  return noise.blur(8).tint({ r, g, b });
}

export async function png(name = "screenshot.png"): Promise<TestFile> {
  return { name, type: "image/png", bytes: await canvas().png().toBuffer() };
}

const CAMERA = {
  IFD0: { Make: "Example", Model: "Test Camera", Orientation: "6" },
  IFD2: { DateTimeOriginal: "2026:01:02 03:04:05" },
};

/** A photograph with a camera's EXIF block, but no position: maker, date, orientation. */
export async function jpegWithoutPosition(name = "photo.jpg"): Promise<TestFile> {
  return { name, type: "image/jpeg", bytes: await canvas().withExif(CAMERA).jpeg({ quality: 90 }).toBuffer() };
}

/** A photograph with a camera's EXIF block: maker, date, orientation, position. */
export async function jpegWithExif(name = "photo.jpg"): Promise<TestFile> {
  const bytes = await canvas()
    .withExif({
      ...CAMERA,
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "121/1 28/1 0/1" },
    })
    .jpeg({ quality: 90 })
    .toBuffer();
  return { name, type: "image/jpeg", bytes };
}

/** A photograph of a camera that was held upright: its pixels lie on their side, and EXIF says so. */
export async function uprightJpeg(name = "upright.jpg"): Promise<TestFile> {
  const bytes = await canvas().withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
  return { name, type: "image/jpeg", bytes };
}

export async function animatedGif(name = "animation.gif"): Promise<TestFile> {
  const frames = 3;
  const pixels = Buffer.concat(Array.from({ length: frames }, () => randomBytes(40 * 30 * 3)));
  const bytes = await sharp(pixels, { raw: { width: 40, height: 30 * frames, channels: 3, pageHeight: 30 } })
    .gif({ delay: [100, 100, 100], loop: 0 })
    .toBuffer();
  return { name, type: "image/gif", bytes };
}

export async function webp(name = "picture.webp"): Promise<TestFile> {
  return { name, type: "image/webp", bytes: await canvas().webp().toBuffer() };
}

export async function avif(name = "picture.avif"): Promise<TestFile> {
  return { name, type: "image/avif", bytes: await canvas().avif({ effort: 0 }).toBuffer() };
}

/** A small PNG whose bytes differ for every `seed`; cheap enough for a thousand. */
export async function smallPng(seed: number): Promise<Buffer> {
  smallest ??= await sharp({ create: { width: 2, height: 2, channels: 3, background: "#808080" } })
    .png()
    .toBuffer();
  const text = Buffer.from(`seed\0${seed}`, "latin1");
  const chunk = pngChunk("tEXt", text);
  const end = smallest.length - 12;
  return Buffer.concat([smallest.subarray(0, end), chunk, smallest.subarray(end)]);
}

/** A black PNG of one bit a pixel: of 400 million pixels, it is about 50 KB. Its text makes each one a file of its own. */
export function blackPng(name: string, { width, height }: { width: number; height: number }): TestFile {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const lineBytes = 1 + Math.ceil(width / 8);
  const bytes = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("tEXt", Buffer.from(`seed\0${randomBytes(8).toString("hex")}`, "latin1")),
    pngChunk("IDAT", deflateSync(Buffer.alloc(lineBytes * height))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
  return { name, type: "image/png", bytes };
}

let smallest: Buffer | undefined;

/** A real picture followed by random bytes up to `size`: decodable, incompressible, and as large as a test wants. */
export async function paddedPng(name: string, size: number): Promise<TestFile> {
  const head = (await png()).bytes;
  return { name, type: "image/png", bytes: Buffer.concat([head, randomBytes(Math.max(0, size - head.length))]) };
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** CRC-32 as PNG has it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
