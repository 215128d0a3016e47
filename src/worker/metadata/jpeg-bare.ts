import type { RemovedItem } from "../../contract/removal.ts";
import { asciiBytes } from "./ascii.ts";
import { isSame } from "./bytes.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { orientationExif, readOrientation } from "./exif.ts";
import { attempt, type Bytes, type Findings } from "./findings.ts";
import { type LoadedHeader, MARKERS, type Segment, type SegmentKind } from "./jpeg-segments.ts";
import { describesGainMap, reduceXmp } from "./xmp.ts";

const ITEMS: Readonly<Record<Exclude<SegmentKind, "needed" | "multi-picture">, RemovedItem>> = {
  exif: "exif",
  xmp: "xmp",
  "extended-xmp": "xmp",
  photoshop: "photoshop",
  comment: "text",
  other: "other",
};

const EXIF_SIGNATURE = asciiBytes("Exif\0\0");

/** The edits that leave a header with nothing but what a decoder needs. The segments that go are cut out. */
export function cutSegments(header: LoadedHeader, findings: Findings): Edit[] {
  const orientation = orientationOf(header);
  const keeper = header.segments.find(({ kind }) => kind === "exif");
  return header.segments.flatMap((segment) => {
    const { kind, from, to } = segment;
    // A list of pictures that are not there, or not any more.
    if (kind === "multi-picture") return [cut(header, segment, "other", findings)];
    if (kind === "needed") return [];
    if (segment !== keeper || orientation === undefined) return [cut(header, segment, ITEMS[kind], findings)];
    const bytes = exifSegment(orientation);
    if (isSame(bytes, header.bytes.subarray(from, to))) return [];
    findings.removed.add("exif");
    return [{ from: header.base + from, to: header.base + to, bytes }];
  });
}

function cut(header: LoadedHeader, { from, to }: Segment, item: RemovedItem, findings: Findings): Edit {
  findings.removed.add(item);
  return { from: header.base + from, to: header.base + to, bytes: NO_BYTES };
}

/**
 * As `cutSegments`, for a file of several pictures: its list of them, and that in an XMP packet, count bytes. So nothing
 * moves, and a segment that goes is filled with zeros.
 */
export function blankSegments(header: LoadedHeader, findings: Findings): Edit[] {
  const orientation = orientationOf(header);
  const keeper = header.segments.find(({ kind }) => kind === "exif");
  const changed = header.bytes.slice();
  for (const segment of header.segments) {
    const { kind, payload, body, to } = segment;
    if (kind === "needed" || kind === "multi-picture") continue;
    if (kind === "xmp" && describesGainMap(changed.subarray(body, to))) {
      attempt(changed.subarray(body, to), findings, reduceXmp);
      continue;
    }
    const before = changed.slice(payload, to);
    changed.fill(0, payload, to);
    if (segment === keeper && orientation) {
      changed.set(EXIF_SIGNATURE, payload);
      // A block may be shorter than ours by the offset of a next directory, which it does not have either.
      const from = payload + EXIF_SIGNATURE.length;
      changed.set(orientation.subarray(0, to - from), from);
    }
    if (!isSame(before, changed.subarray(payload, to))) findings.removed.add(ITEMS[kind]);
  }
  return editsBetween(header.bytes, changed, header.base);
}

/** The EXIF block to keep, as the first one says: decoders read no other. */
function orientationOf({ segments, bytes }: LoadedHeader): Bytes | undefined {
  const exif = segments.find(({ kind }) => kind === "exif");
  return exif && orientationExif(readOrientation(bytes.slice(exif.body, exif.to)));
}

function exifSegment(exif: Bytes): Bytes {
  const length = 2 + EXIF_SIGNATURE.length + exif.length;
  const segment = new Uint8Array(2 + length);
  segment.set([0xff, MARKERS.app1, length >> 8, length & 0xff]);
  segment.set(EXIF_SIGNATURE, 4);
  segment.set(exif, 4 + EXIF_SIGNATURE.length);
  return segment;
}
