import type { Conversion, ConversionOrder } from "../contract/conversion.ts";
import type { PrivacyLevel } from "../contract/preferences.ts";
import type { Removal } from "../contract/removal.ts";
import { convert, NEVER_CONVERTED } from "./convert/convert.ts";
import { detectType } from "./detect-type.ts";
import { findPositions, removeMetadata } from "./metadata/remove-metadata.ts";

/** What a file is, and what of it goes up. */
export interface Preparation {
  /** Of the bytes that go up; absent when they prove no image type. */
  readonly imageType?: string;
  /** The bytes that go up, where they are not the given ones. */
  readonly blob?: Blob;
  readonly removal?: Removal;
  readonly conversion?: Conversion;
}

/** What a person wants done to a picture. */
export interface PrepareOptions {
  readonly privacy: PrivacyLevel;
  /** Absent when nothing is to be converted. */
  readonly conversion?: ConversionOrder | undefined;
}

/**
 * Proves the file's type, converts the picture where that is wanted, and else takes out what the person does not want
 * to give away; a converted picture has nothing of it.
 * @throws UploadError as `readBytes` does; the signal's reason.
 */
export async function prepare(signal: AbortSignal, blob: Blob, options: PrepareOptions): Promise<Preparation> {
  const imageType = await detectType(blob);
  if (imageType === undefined) return {};
  const { conversion: order, privacy } = options;
  if (order === undefined || imageType === NEVER_CONVERTED) return { imageType, ...(await strip(blob, privacy)) };
  const { blob: converted, conversion } = await convert(signal, blob, imageType, order);
  if (converted) return { imageType: order.type, blob: converted, conversion, ...(await leftBehind(blob)) };
  return { imageType, ...(await strip(blob, privacy)), conversion };
}

async function strip(blob: Blob, privacy: PrivacyLevel): Promise<Pick<Preparation, "blob" | "removal">> {
  if (privacy === "off") {
    const left = await findPositions(blob);
    return left.length === 0 ? {} : { removal: { removed: [], left: [...left] } };
  }
  const { blob: stripped, removed, note } = await removeMetadata(blob, privacy);
  // Whole blocks go, and whether they held a position is what a person wants to know first.
  const positions = privacy === "all" && removed.length > 0 ? await findPositions(blob) : [];
  return {
    ...(stripped !== blob && { blob: stripped }),
    removal: { removed: [...new Set([...positions, ...removed])], ...(note !== undefined && { note }) },
  };
}

/** Converting leaves all metadata behind; said is what of it told of a place. */
async function leftBehind(blob: Blob): Promise<Pick<Preparation, "removal">> {
  const positions = await findPositions(blob);
  return positions.length === 0 ? {} : { removal: { removed: [...positions] } };
}
