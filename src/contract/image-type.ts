/** MIME types that a file's first bytes can prove here. */
export const KNOWN_IMAGE_TYPES = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/heic",
  "image/bmp",
  "image/tiff",
  "image/x-icon",
] as const;
export type KnownImageType = (typeof KNOWN_IMAGE_TYPES)[number];

/** What phones write and few browsers show: not accepted by default, and always offered to be converted. */
export const HEIC: KnownImageType = "image/heic";

/** How many leading bytes `sniffImageType` wants to see; fewer are allowed. */
export const SNIFF_BYTES = 64;

/** A map, as the type may be anybody's text: an object also has what it inherits. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/heic": "heic",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "image/x-icon": "ico",
  } satisfies Record<KnownImageType, string>),
);

/** The object key's file extension (without the dot) for a MIME type; `bin` for one that is not a known image's. */
export function extensionFor(type: string): string {
  return EXTENSIONS.get(type) ?? "bin";
}

/**
 * The image type that the leading bytes prove, or `undefined`. Names and declared types are never asked: they can lie.
 * Signatures follow the WHATWG MIME Sniffing standard, section 6.1, and ISO/IEC 23008-12 (brands of HEIF and AVIF).
 */
export function sniffImageType(head: Uint8Array): KnownImageType | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);

  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (ascii(0, 6) === "GIF87a" || ascii(0, 6) === "GIF89a") return "image/gif";
  if (ascii(0, 4) === "RIFF" && ascii(8, 14) === "WEBPVP") return "image/webp";
  if (ascii(4, 8) === "ftyp") return sniffIsoBrands(head, ascii);
  if (ascii(0, 2) === "BM") return "image/bmp";
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) return "image/tiff";
  if (starts(0x00, 0x00, 0x01, 0x00)) return "image/x-icon";
  return undefined;
}

/** An ISO base media file names a major brand and then compatible ones; AVIF wins over the general `mif1`/`msf1`. */
function sniffIsoBrands(head: Uint8Array, ascii: (from: number, to: number) => string): KnownImageType | undefined {
  const boxSize = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const end = Math.min(boxSize, head.length);
  const brands = [ascii(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(at, at + 4));
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "image/avif";
  if (brands.some((brand) => ["heic", "heix", "hevc", "hevx", "mif1", "msf1"].includes(brand))) return "image/heic";
  return undefined;
}
