import { describe, expect, test } from "vitest";
import { UploadError } from "../../src/contract/errors.ts";
import { prepareAndHash } from "../../src/worker/prepare-and-hash.ts";
import { heldBytes } from "../../src/worker/read-blob.ts";
import { loadSimdEngine } from "../../src/worker/wasm-engine.ts";
import { exifSegment, withSegments } from "../metadata/containers.ts";
import { jpeg, png } from "../metadata/pictures.ts";
import { buildExif, phoneGps } from "../metadata/tiff-builder.ts";
import { opensslDigests } from "./support/oracle.ts";

const engine = await loadSimdEngine();
const never = () => new AbortController().signal;

/** Counts how often its bytes are asked for, in any way. */
class CountedBlob extends Blob {
  reads = 0;
  override arrayBuffer() {
    this.reads += 1;
    return super.arrayBuffer();
  }
  override stream() {
    this.reads += 1;
    return super.stream();
  }
  override slice(from?: number, to?: number) {
    const part = super.slice(from, to);
    const arrayBuffer = part.arrayBuffer.bind(part);
    part.arrayBuffer = () => {
      this.reads += 1;
      return arrayBuffer();
    };
    return part;
  }
}

const withPosition = async () =>
  new Uint8Array(withSegments(await jpeg(), exifSegment(buildExif({ littleEndian: true, gps: phoneGps(true) }).bytes)));

describe("a small file", () => {
  test("is read once for its type, its metadata and both digests", async () => {
    const bytes = new Uint8Array(await png());
    const blob = new CountedBlob([bytes]);
    const prepared = await prepareAndHash(engine, never(), blob, { privacy: "all" });
    expect(prepared).toMatchObject({ imageType: "image/png", digests: opensslDigests(bytes) });
    expect(blob.reads).toBe(1);
  });

  test.each(["location", "all"] as const)("has the digests of what is left of it (%s)", async (privacy) => {
    const blob = new CountedBlob([await withPosition()]);
    const { blob: stripped, digests, removal } = await prepareAndHash(engine, never(), blob, { privacy });
    expect(removal?.removed).toContain("gps-exif");
    if (!stripped) throw new Error("nothing was taken out");
    expect(blob.reads).toBe(1);
    expect(digests).toEqual(opensslDigests(await stripped.bytes()));
    expect(heldBytes(stripped)).toBeUndefined();
  });

  test("that proves no type has no digests", async () => {
    expect(await prepareAndHash(engine, never(), new Blob(["a letter"]), { privacy: "off" })).toEqual({});
  });

  test("is not held afterwards, whether it could be prepared or not", async () => {
    const good = new Blob([new Uint8Array(await png())]);
    await prepareAndHash(engine, never(), good, { privacy: "all" });
    const aborted = AbortSignal.abort(new Error("not wanted any more"));
    await expect(prepareAndHash(engine, aborted, good, { privacy: "all" })).rejects.toThrow("not wanted any more");
    expect(heldBytes(good)).toBeUndefined();
  });

  test("that cannot be read says so", async () => {
    const blob = new Blob([new Uint8Array(await png())]);
    blob.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
    const failed = prepareAndHash(engine, never(), blob, { privacy: "all" });
    await expect(failed).rejects.toBeInstanceOf(UploadError);
    await expect(failed).rejects.toMatchObject({ failure: { code: "file_changed" } });
  });
});
