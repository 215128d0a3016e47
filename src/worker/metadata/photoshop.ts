import SparkMD5 from "spark-md5";
import { asciiBytes, hasAscii } from "./ascii.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import { scrubIptc } from "./iptc.ts";
import { scrubXmp } from "./xmp.ts";

/*
 * Adobe Photoshop File Formats Specification, "Image Resource Blocks": `8BIM`, an id, a Pascal string and a length, each
 * padded to even. Resources of other programs have signatures of their own.
 */

const SIGNATURES = ["8BIM", "PHUT", "AgHg", "DCSR", "MeSa"] as const;
const RESOURCES = { iptc: 0x0404, exif: 0x0422, exif3: 0x0423, xmp: 0x0424, iptcDigest: 0x0425 } as const;

interface Resource {
  readonly id: number;
  readonly data: Bytes;
}

/**
 * Takes positions and names of places out of a Photoshop block in place.
 * @param scrubExif does so in an EXIF block; without it such blocks stay.
 * @throws MalformedError
 */
export function scrubPhotoshop(
  bytes: Bytes,
  findings: Findings,
  scrubExif?: (bytes: Bytes, findings: Findings) => void,
): void {
  const resources = [...resourcesOf(bytes)];
  const iptcBefore = resources.filter(({ id }) => id === RESOURCES.iptc).map(({ data }) => md5(data));
  for (const { id, data } of resources) {
    if (id === RESOURCES.iptc) scrubIptc(data, findings);
    if (id === RESOURCES.exif || id === RESOURCES.exif3) scrubExif?.(data, findings);
    if (id === RESOURCES.xmp) scrubXmp(data, findings);
  }
  // Readers compare this digest to see whether the IPTC block was changed behind the XMP packet's back.
  const iptc = resources.find(({ id }) => id === RESOURCES.iptc);
  for (const { id, data } of resources) {
    if (iptc && id === RESOURCES.iptcDigest && iptcBefore.includes(hex(data))) data.set(fromHex(md5(iptc.data)));
  }
}

function* resourcesOf(bytes: Bytes): Generator<Resource> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const even = (n: number) => n + (n % 2);
  // Fewer bytes than the smallest resource only fill the block up.
  for (let at = 0; at + 12 <= bytes.length; ) {
    if (!SIGNATURES.some((signature) => hasAscii(bytes, at, signature))) throw new MalformedError("no image resource");
    const nameBytes = even(1 + (bytes[at + 6] ?? 0));
    const sizeAt = at + 6 + nameBytes;
    if (sizeAt + 4 > bytes.length) throw new MalformedError("an image resource is cut off");
    const from = sizeAt + 4;
    const to = from + view.getUint32(sizeAt);
    if (to > bytes.length) throw new MalformedError("an image resource is cut off");
    yield { id: view.getUint16(at + 4), data: bytes.subarray(from, to) };
    at = even(to);
  }
}

const md5 = (bytes: Bytes): string => SparkMD5.ArrayBuffer.hash(bytes.slice().buffer);
const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text: string): Bytes =>
  asciiBytes((text.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(""));
