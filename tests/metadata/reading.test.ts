import { describe, expect, test } from "vitest";
import { UploadError } from "../../src/contract/errors.ts";
import { WINDOW_BYTES } from "../../src/worker/metadata/blob-reader.ts";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";
import { exifSegment, pngChunk, segment, withChunks, withSegments } from "./containers.ts";
import { jpeg, png } from "./pictures.ts";
import { buildExif, phoneGps } from "./tiff-builder.ts";

const EXIF = buildExif({ littleEndian: true, gps: phoneGps(true) }).bytes;
const LARGE = 64 * 1024 ** 2;

/** A blob that counts the bytes that are read from it, and fails where it is told to. */
function counted(parts: BlobPart[], failure?: DOMException) {
  const blob = new Blob(parts);
  const slice = blob.slice.bind(blob);
  const count = { read: 0 };
  blob.slice = (...range) => {
    const piece = slice(...range);
    const arrayBuffer = piece.arrayBuffer.bind(piece);
    piece.arrayBuffer = async () => {
      if (failure) throw failure;
      count.read += piece.size;
      return arrayBuffer();
    };
    return piece;
  };
  return { blob, count };
}

describe("of a large file only the headers are read", () => {
  test("a JPEG with a position", async () => {
    const file = withSegments(await jpeg(), exifSegment(EXIF));
    const parts = [file.subarray(0, -2), new Uint8Array(LARGE), file.subarray(-2)].map((part) => new Uint8Array(part));
    const { blob, count } = counted(parts);
    const result = await removeMetadata(blob, "location");
    expect(result.removed).toEqual(["gps-exif"]);
    expect(result.blob.size).toBe(blob.size);
    expect(count.read).toBeLessThanOrEqual(2 * WINDOW_BYTES);
  });

  test("a PNG with a position behind its data", async () => {
    const [head, tail] = [(await png()).subarray(0, -12), (await png()).subarray(-12)];
    const data = pngChunk("IDAT", new Uint8Array(LARGE));
    const { blob, count } = counted([head, data, pngChunk("eXIf", EXIF), tail].map((part) => new Uint8Array(part)));
    const result = await removeMetadata(blob, "location");
    expect(result.removed).toEqual(["gps-exif"]);
    expect(count.read).toBeLessThanOrEqual(3 * WINDOW_BYTES);
  });
});

test("a header longer than one window is read to its end", async () => {
  const long = Array.from({ length: 12 }, () => segment(0xe5, new Uint8Array(60_000)));
  const file = withSegments(await jpeg(), ...long, exifSegment(EXIF));
  const { blob, count } = counted([new Uint8Array(file)]);
  expect((await removeMetadata(blob, "location")).removed).toEqual(["gps-exif"]);
  expect(count.read).toBeLessThan(3 * file.length);
});

test.each([
  ["NotReadableError", "file_unreadable"],
  ["NotFoundError", "file_changed"],
])("a file that cannot be read any more (%s) is the failure %s", async (name, code) => {
  const { blob } = counted([new Uint8Array(withChunks(await png()))], new DOMException("gone", name));
  const failed = removeMetadata(blob, "location");
  await expect(failed).rejects.toBeInstanceOf(UploadError);
  await expect(failed).rejects.toMatchObject({ failure: { code } });
});
