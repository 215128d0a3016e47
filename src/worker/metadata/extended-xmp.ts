import SparkMD5 from "spark-md5";
import { asciiBytes, byteText, hasAscii } from "./ascii.ts";
import { attempt, type Bytes, type Findings } from "./findings.ts";
import { changeJoined } from "./joined.ts";
import type { Segment } from "./jpeg-segments.ts";
import { scrubXmp } from "./xmp.ts";

/*
 * Adobe XMP Specification part 3, section 1.1.3.1: a packet of more than 64 KB is cut into segments, each with the
 * packet's MD5 in upper-case hex (its GUID), its full length and this part's offset; the main packet names the GUID.
 */

const GUID_BYTES = 32;
const PART_HEADER_BYTES = GUID_BYTES + 8;

interface Part {
  readonly guidAt: number;
  readonly guid: string;
  readonly offset: number;
  readonly from: number;
  readonly to: number;
}

/** Takes the position out of the extended packets, and gives each its new name, here and in the main packets. */
export function scrubExtendedXmp(bytes: Bytes, segments: readonly Segment[], findings: Findings): void {
  const parts = segments.filter(({ kind }) => kind === "extended-xmp").flatMap((segment) => readPart(bytes, segment));
  for (const guid of new Set(parts.map((part) => part.guid))) {
    const own = parts.filter((part) => part.guid === guid).toSorted((a, b) => a.offset - b.offset);
    let name = guid;
    changeJoined(bytes, own, (packet) => {
      const wasNamed = md5(packet) === guid;
      attempt(packet, findings, scrubXmp);
      if (wasNamed) name = md5(packet);
    });
    if (name !== guid) rename(bytes, segments, own, name);
  }
}

function readPart(bytes: Bytes, { body, to }: Segment): Part[] {
  if (body + PART_HEADER_BYTES > to) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const guid = byteText(bytes.subarray(body, body + GUID_BYTES));
  const offset = view.getUint32(body + PART_HEADER_BYTES - 4);
  return [{ guidAt: body, guid, offset, from: body + PART_HEADER_BYTES, to }];
}

function rename(bytes: Bytes, segments: readonly Segment[], parts: readonly Part[], name: string): void {
  const [{ guid } = { guid: "" }] = parts;
  for (const { guidAt } of parts) bytes.set(asciiBytes(name), guidAt);
  for (const { body, to } of segments.filter(({ kind }) => kind === "xmp")) {
    for (let at = body; at + GUID_BYTES <= to; at += 1) {
      if (hasAscii(bytes, at, guid)) bytes.set(asciiBytes(name), at);
    }
  }
}

const md5 = (bytes: Bytes): string => SparkMD5.ArrayBuffer.hash(bytes.slice().buffer).toUpperCase();
