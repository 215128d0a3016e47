import { hasAscii } from "./ascii.ts";
import { type BlobReader, MAX_BLOCK_BYTES, WINDOW_BYTES } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/*
 * ITU-T T.81, annex B: a JPEG file is a row of markers, most of them with a length and a payload, up to the first scan
 * (SOS). Application segments (APPn) say by their first bytes whose they are.
 */

/** The second bytes of the markers that are told apart here. */
export const MARKERS = {
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app11: 0xeb,
  app13: 0xed,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const;
const TEM = 0x01;
const FIRST_RST = 0xd0;
const LAST_RST = 0xd7;

/** What a segment is for. */
export type SegmentKind =
  /** What a decoder needs: tables, frames, JFIF, Adobe's colour transform, colour profiles, a gain map's description. */
  "needed" | "exif" | "xmp" | "extended-xmp" | "photoshop" | "multi-picture" | "comment" | "other";

/** One segment of the header; places are in bytes from the start of the picture. */
export interface Segment {
  readonly marker: number;
  readonly kind: SegmentKind;
  /** Of its marker. */
  readonly from: number;
  /** Of its payload, behind the length. */
  readonly payload: number;
  /** Of its payload, behind the signature that says whose it is. */
  readonly body: number;
  readonly to: number;
}

/** Everything before the first scan. */
export interface JpegHeader {
  readonly segments: readonly Segment[];
  /** Where the marker stands that ends it: SOS, or EOI in a file without a picture. */
  readonly end: number;
}

const SIGNATURES: readonly { marker: number; text: string; kind: SegmentKind; more?: number }[] = [
  // CIPA DC-008 (Exif), 4.5.4; a pad byte that not every writer sets to zero belongs to it.
  { marker: MARKERS.app1, text: "Exif\0", kind: "exif", more: 1 },
  // Adobe XMP Specification part 3, section 1.1.3.
  { marker: MARKERS.app1, text: "http://ns.adobe.com/xap/1.0/\0", kind: "xmp" },
  { marker: MARKERS.app1, text: "http://ns.adobe.com/xmp/extension/\0", kind: "extended-xmp" },
  // CIPA DC-007.
  { marker: MARKERS.app2, text: "MPF\0", kind: "multi-picture" },
  { marker: MARKERS.app13, text: "Photoshop 3.0\0", kind: "photoshop" },
  { marker: MARKERS.app0, text: "JFIF\0", kind: "needed" },
  { marker: MARKERS.app2, text: "ICC_PROFILE\0", kind: "needed" },
  // ISO 21496-1.
  { marker: MARKERS.app2, text: "urn:iso:std:iso:ts:21496:-1\0", kind: "needed" },
  { marker: MARKERS.app14, text: "Adobe", kind: "needed" },
];

/** More than any program writes; a file with more is not followed further. */
const MAX_SEGMENTS = 4096;

/** The header, or how many bytes of the file it takes at least to find its end. */
export type HeaderReading = JpegHeader | { readonly needs: number };

/**
 * Reads the header in `bytes`, which begin with the file's first.
 * @throws MalformedError
 */
export function readHeader(bytes: Bytes): HeaderReading {
  if (bytes.length < 2) return { needs: 2 };
  if (bytes[0] !== 0xff || bytes[1] !== MARKERS.soi) throw new MalformedError("no SOI");
  const segments: Segment[] = [];
  for (let at = 2; ; ) {
    if (at + 4 > bytes.length) return { needs: at + 4 };
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker === 0 || marker === MARKERS.soi) throw new MalformedError(`no marker at ${at}`);
    if (marker === MARKERS.sos || marker === MARKERS.eoi) return { segments, end: at };
    // Any number of fill bytes may stand before a marker (B.1.1.2).
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else {
      const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
      if (length < 2) throw new MalformedError(`a segment of ${length} bytes`);
      const to = at + 2 + length;
      if (to > bytes.length) return { needs: to + 4 };
      if (segments.length === MAX_SEGMENTS) throw new MalformedError("the header has too many segments");
      segments.push(classify(bytes, marker, at, to));
      at = to;
    }
  }
}

/** Whether a marker has neither length nor payload. */
export function standsAlone(marker: number): boolean {
  return marker === TEM || (marker >= FIRST_RST && marker <= LAST_RST);
}

function classify(bytes: Bytes, marker: number, from: number, to: number): Segment {
  const payload = from + 4;
  const isApplication = marker >= MARKERS.app0 && marker <= MARKERS.app15;
  if (!isApplication) {
    return { marker, kind: marker === MARKERS.comment ? "comment" : "needed", from, payload, body: payload, to };
  }
  const found = SIGNATURES.find((known) => {
    const size = known.text.length + (known.more ?? 0);
    return known.marker === marker && payload + size <= to && hasAscii(bytes, payload, known.text);
  });
  if (!found) return { marker, kind: "other", from, payload, body: payload, to };
  return { marker, kind: found.kind, from, payload, body: payload + found.text.length + (found.more ?? 0), to };
}

/** A header with its bytes, and where in the file they stand. */
export interface LoadedHeader extends JpegHeader {
  readonly base: number;
  readonly bytes: Bytes;
}

/**
 * Reads the header of the JPEG file that begins at `base`, and no more than that.
 * @throws MalformedError; UploadError as `readBytes` does.
 */
export async function loadHeader(reader: BlobReader, base: number): Promise<LoadedHeader> {
  let size = WINDOW_BYTES;
  for (;;) {
    const bytes = await reader.read(base, Math.min(reader.size, base + size));
    const reading = readHeader(bytes);
    if (!("needs" in reading)) return { ...reading, base, bytes: bytes.slice(0, reading.end) };
    if (base + reading.needs > reader.size) throw new MalformedError("the header has no end");
    size = Math.min(Math.max(reading.needs, 2 * size), MAX_BLOCK_BYTES);
    if (size < reading.needs) throw new MalformedError("the header is too large");
  }
}
