import sharp, { type Sharp } from "sharp";
import type { MetadataMode } from "../../src/worker/metadata/findings.ts";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";

const WIDTH = 24;
const HEIGHT = 16;

/** A small picture without metadata, the same at every call. */
export function canvas(): Sharp {
  const pixels = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i * 37) % 251);
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

export const jpeg = () => canvas().jpeg({ quality: 90 }).toBuffer();
export const png = () => canvas().png().toBuffer();
export const webp = () => canvas().webp({ lossless: true }).toBuffer();
export const avif = () => canvas().avif({ effort: 0 }).toBuffer();

export interface Outcome extends Omit<Awaited<ReturnType<typeof removeMetadata>>, "blob"> {
  readonly bytes: Buffer;
  /** The very blob that was given came back. */
  readonly same: boolean;
  /** A second run found nothing more to do. */
  readonly settled: boolean;
}

/** Runs it on bytes, as the worker does on a file, and then on its own result. */
export async function removed(bytes: Uint8Array, mode: MetadataMode): Promise<Outcome> {
  const blob = new Blob([Buffer.from(bytes)], { type: "image/test" });
  const { blob: result, ...rest } = await removeMetadata(blob, mode);
  const again = await removeMetadata(result, mode);
  return {
    ...rest,
    bytes: Buffer.from(await result.arrayBuffer()),
    same: result === blob,
    settled: again.blob === result && again.removed.length === 0,
  };
}

/** What a viewer makes of a file: its pixels, turned as it says, and its colour profile. */
export async function seen(bytes: Uint8Array): Promise<unknown> {
  const picture = sharp(bytes, { animated: true });
  const { icc, pages, delay, hasAlpha } = await picture.metadata();
  const { data, info } = await picture.autoOrient().raw().toBuffer({ resolveWithObject: true });
  return { pixels: data.toString("base64"), width: info.width, height: info.height, icc, pages, delay, hasAlpha };
}

export function holds(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).includes(Buffer.from(text, "latin1"));
}

/** Offsets at which two files of the same length differ. */
export function differences(a: Uint8Array, b: Uint8Array): number[] {
  return Array.from(a.keys()).filter((i) => a[i] !== b[i]);
}
