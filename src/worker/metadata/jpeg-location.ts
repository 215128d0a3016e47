import { hasAscii } from "./ascii.ts";
import { scrubExif } from "./exif.ts";
import { scrubExifBlock } from "./exif-block.ts";
import { scrubExtendedXmp } from "./extended-xmp.ts";
import { attempt, type Bytes, type Findings } from "./findings.ts";
import { scrubFlir } from "./flir.ts";
import { changeJoined, type Range } from "./joined.ts";
import { type JpegHeader, MARKERS, type Segment, type SegmentKind } from "./jpeg-segments.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { scrubPhotoshop } from "./photoshop.ts";
import { startsTiff } from "./tiff.ts";
import { scrubXmp } from "./xmp.ts";

/**
 * Takes the position out of a JPEG file's header, in place: no segment changes its length. A broken block stays as it
 * was, and is noted.
 */
export function scrubJpegHeader(bytes: Bytes, header: JpegHeader, findings: Findings): void {
  scrubExifSegments(bytes, header, findings);
  const of = (kind: SegmentKind) => header.segments.filter((segment) => segment.kind === kind);
  for (const { body, to } of of("xmp")) attempt(bytes.subarray(body, to), findings, scrubXmp);
  scrubExtendedXmp(bytes, header.segments, findings);
  const photoshop = of("photoshop").map(bodyOf);
  if (photoshop.length > 0) changeJoined(bytes, photoshop, (block) => attempt(block, findings, scrubPhotoshopBlock));
  scrubThermal(bytes, header.segments, findings);
  for (const group of otherGroups(header.segments)) scrubOther(bytes, group, findings);
}

const scrubPhotoshopBlock = (bytes: Bytes, findings: Findings) => scrubPhotoshop(bytes, findings, scrubExif);

const bodyOf = ({ body, to }: Segment): Range => ({ from: body, to });

function scrubExifSegments(bytes: Bytes, header: JpegHeader, findings: Findings): void {
  for (const block of exifBlocks(bytes, header.segments)) {
    changeJoined(bytes, block, (exif) => attempt(exif, findings, scrubExifBlock));
  }
}

/** One block a segment; a segment without a TIFF header goes on where the one before it was full. */
function exifBlocks(bytes: Bytes, segments: readonly Segment[]): Range[][] {
  const blocks: Range[][] = [];
  for (const segment of segments.filter(({ kind }) => kind === "exif")) {
    const last = blocks.at(-1);
    if (last && !startsTiff(bytes.subarray(segment.body, segment.to))) last.push(bodyOf(segment));
    else blocks.push([bodyOf(segment)]);
  }
  return blocks;
}

const THERMAL = "FLIR\0";
/** Behind the signature: a one, the number of the part and that of the last one. */
const THERMAL_PART_AT = THERMAL.length + 1;
const THERMAL_HEADER_BYTES = THERMAL.length + 3;

/** A thermal camera's records are cut into segments, in any order. */
function scrubThermal(bytes: Bytes, segments: readonly Segment[], findings: Findings): void {
  const parts = segments
    .filter(({ marker, payload, to }) => {
      const isThermal = marker === MARKERS.app1 && hasAscii(bytes, payload, THERMAL);
      return isThermal && payload + THERMAL_HEADER_BYTES <= to;
    })
    .map(({ payload, to }) => ({ number: bytes[payload + THERMAL_PART_AT] ?? 0, payload, to }))
    .toSorted((a, b) => a.number - b.number)
    .map(({ payload, to }) => ({ from: payload + THERMAL_HEADER_BYTES, to }));
  if (parts.length > 0) changeJoined(bytes, parts, (records) => attempt(records, findings, scrubFlir));
}

/** Content credentials are cut into segments (JPEG XT box format, APP11), which are judged together. */
function otherGroups(segments: readonly Segment[]): Segment[][] {
  const others = segments.filter(({ kind }) => kind === "other" || kind === "comment");
  const boxes = others.filter(({ marker }) => marker === MARKERS.app11);
  return [boxes, ...others.filter(({ marker }) => marker !== MARKERS.app11).map((segment) => [segment])];
}

function scrubOther(bytes: Bytes, group: readonly Segment[], findings: Findings): void {
  const payloads = group.map(({ payload, to }) => ({ from: payload, to }));
  changeJoined(bytes, payloads, (joined) => {
    if (!namesCoordinates(joined)) return;
    joined.fill(0);
    findings.removed.add("position-text");
  });
}
