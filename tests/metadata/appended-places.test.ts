import { describe, expect, test } from "vitest";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";
import { animatedGif } from "../helpers/images.ts";
import { exifSegment, LOCATION, video, withSegments } from "./containers.ts";
import { avif, holds, jpeg, png, removed, seen, webp } from "./pictures.ts";
import { buildExif, phoneGps, SECRET } from "./tiff-builder.ts";

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const box = (type: string | Buffer, ...content: (string | Buffer)[]): Buffer => {
  const body = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  return Buffer.concat([u32(8 + body.length), typeof type === "string" ? Buffer.from(type, "latin1") : type, body]);
};

/** A film's metadata as QuickTime keeps them: a list of names, and the values by their number in it. */
function film(values: Readonly<Record<string, string>>, emptied: readonly string[] = []): Buffer {
  const names = Object.keys(values);
  const keys = box("keys", u32(0), u32(names.length), ...names.map((name) => box("mdta", name)));
  const items = names.map((name, index) => {
    const value = box("data", u32(1), u32(0), values[name] ?? "");
    return box(u32(index + 1), emptied.includes(name) ? box("free", Buffer.alloc(value.length - 8)) : value);
  });
  const meta = box("meta", box("hdlr", Buffer.alloc(25)), keys, box("ilst", ...items));
  return Buffer.concat([box("ftyp", "qt  \0\0\0\0"), box("moov", meta), box("mdat", "pictures")]);
}

const NAMED = {
  "com.apple.quicktime.make": "Example",
  "com.apple.quicktime.location.name": "Huangpu, Shanghai",
  "com.apple.quicktime.location.ISO6709": LOCATION,
  "com.apple.quicktime.location.body": "earth",
  "com.apple.quicktime.title": "kept",
};
const PLACES = Object.keys(NAMED).filter((name) => name.includes("location"));

describe("a film behind a picture that names its place beside the coordinates", () => {
  test("loses both, and keeps its other values and every byte's place", async () => {
    const photo = await jpeg();
    const result = await removed(Buffer.concat([photo, film(NAMED)]), "location");
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(result.note).toBeUndefined();
    expect(result.bytes.equals(Buffer.concat([photo, film(NAMED, PLACES)]))).toBe(true);
  });

  test("loses a name without coordinates too, in a box of a HEIC or AVIF file", async () => {
    const { "com.apple.quicktime.location.ISO6709": _, ...names } = NAMED;
    const plain = await avif();
    const result = await removed(Buffer.concat([plain, box("mpvd", film(names))]), "location");
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(result.bytes.equals(Buffer.concat([plain, box("mpvd", film(names, PLACES))]))).toBe(true);
  });

  test.each([
    ["is cut off", (file: Buffer) => file.subarray(0, file.indexOf("ilst") + 20)],
    [
      "has a list of names that does not fit",
      (file: Buffer) => {
        file.writeUInt32BE(0xffff, file.indexOf("mdta") - 4);
        return file;
      },
    ],
  ])("and %s still loses the coordinates that can be told", async (_, damage) => {
    const result = await removed(Buffer.concat([await jpeg(), damage(film(NAMED)), video()]), "location");
    expect(result).toMatchObject({ removed: ["gps-video"], settled: true });
    expect(holds(result.bytes, "Some Street")).toBe(false);
  });
});

test("lists of names inside one another are soon done with, and noted", async () => {
  let nested = Buffer.alloc(0);
  for (let i = 0; i < 600; i += 1) {
    const keys = box("keys", u32(0), u32(1), box("mdta", "location.name"));
    nested = Buffer.concat([keys, box("ilst", nested)]);
  }
  expect(await removed(Buffer.concat([await jpeg(), nested]), "location")).toMatchObject({ note: "malformed" });
});

/** A block of Samsung's, behind whose name its text stands. */
const country = (code: string) =>
  Buffer.concat([Buffer.from("\0\0\xa1\x0a\x08\0\0\0MCC_Data", "latin1"), Buffer.from(code), Buffer.from("SEFH")]);

describe("the country that a phone was in, in its maker's blocks behind the picture", () => {
  test.each([
    ["JPEG", jpeg, (block: Buffer) => block],
    ["AVIF or HEIC", avif, (block: Buffer) => box("sefd", block)],
  ])("is filled with zeros in %s", async (_, picture, wrap) => {
    const plain = await picture();
    const result = await removed(Buffer.concat([plain, wrap(country("460"))]), "location");
    expect(result).toMatchObject({ removed: ["position-text"], settled: true });
    expect(result.bytes.equals(Buffer.concat([plain, wrap(country("000"))]))).toBe(true);
  });
});

test.each([
  ["PNG", png],
  ["WebP", webp],
  ["GIF", async () => (await animatedGif()).bytes],
])("what follows the end of a %s loses its position, and no byte moves", async (_, picture) => {
  const plain = await picture();
  const photo = withSegments(await jpeg(), exifSegment(buildExif({ littleEndian: true, gps: phoneGps(true) }).bytes));
  const file = Buffer.concat([plain, photo, video()]);
  const result = await removed(file, "location");
  expect(new Set(result.removed)).toEqual(new Set(["gps-exif", "gps-video"]));
  expect(result.settled).toBe(true);
  expect(result.bytes.length).toBe(file.length);
  for (const text of [SECRET, LOCATION, "Some Street"]) expect(holds(result.bytes, text)).toBe(false);
  expect(await seen(result.bytes)).toEqual(await seen(plain));
});

test("more bytes behind a PNG than any phone appends are not read, which is noted", async () => {
  const filling = new Uint8Array(1024 ** 2);
  const file = new Blob([new Uint8Array(await png()), ...Array(64).fill(filling), new Uint8Array(video())]);
  expect(await removeMetadata(file, "location")).toEqual({ blob: file, removed: [], note: "unsupported" });
});

describe("a film and a maker's blocks in an AVIF or HEIC file, when all metadata goes,", () => {
  const appended = () => [box("mpvd", film(NAMED)), box("sefd", country("460"))];

  test("go with it where nothing else follows", async () => {
    const plain = await avif();
    const result = await removed(Buffer.concat([plain, ...appended()]), "all");
    expect(result).toMatchObject({ removed: ["trailer"], settled: true });
    expect(result.bytes.equals(plain)).toBe(true);
  });

  test("become free boxes where something does, and no byte moves", async () => {
    const plain = await avif();
    const behind = box("abcd", "a box that is not known");
    const result = await removed(Buffer.concat([plain, ...appended(), behind]), "all");
    expect(result).toMatchObject({ removed: ["trailer"], settled: true });
    const free = appended().map(({ length }) => box("free", Buffer.alloc(length - 8)));
    expect(result.bytes.equals(Buffer.concat([plain, ...free, behind]))).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(plain));
  });
});
