import { byteText, hasAscii } from "./ascii.ts";
import { join } from "./bytes.ts";
import { scrubExifBlock, tiffOf } from "./exif-block.ts";
import { attempt, type Bytes, Findings, MalformedError } from "./findings.ts";
import { scrubIptc } from "./iptc.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { scrubPhotoshop } from "./photoshop.ts";
import { startsTiff } from "./tiff.ts";
import { scrubXmp } from "./xmp.ts";
import { inflate, store } from "./zlib.ts";

/*
 * PNG 3rd edition, section 11.3.3: tEXt, zTXt and iTXt give a text under a keyword. XMP has a keyword of its own;
 * ImageMagick writes whole blocks as hex under "Raw profile type …", and single fields as "exif:GPSLatitude" or
 * "photoshop:City".
 */

/** Text as Latin-1, the same compressed, and as UTF-8. */
export type TextChunkType = "tEXt" | "zTXt" | "iTXt";

const XMP = "XML:com.adobe.xmp";
const RAW_PROFILE = /^Raw profile type (?:exif|app1|xmp|iptc|8bim)$/i;
const POSITION_KEYWORD = /gps|latitude|longitude|(?:^|:)(?:city|state|country|countrycode|location)$/i;
const XMP_SIGNATURE = "http://ns.adobe.com/xap/1.0/\0";
const IPTC_MARKER = 0x1c;

/**
 * A text chunk's data without a position: `undefined` when there is none in it, `"drop"` when it is nothing else.
 * @throws MalformedError
 */
export async function scrubText(
  type: TextChunkType,
  data: Bytes,
  findings: Findings,
): Promise<Bytes | "drop" | undefined> {
  const keyword = byteText(data.subarray(0, zeroAfter(data, 0)));
  if (POSITION_KEYWORD.test(keyword)) {
    findings.removed.add("position-text");
    return "drop";
  }
  const isXmp = keyword === XMP;
  if (!isXmp && !RAW_PROFILE.test(keyword)) return undefined;
  const { textAt, compressed } = layout(type, data);
  const stored = data.slice(textAt);
  const text = compressed ? await inflate(stored) : stored;
  const found = new Findings();
  attempt(text, found, isXmp ? scrubXmp : scrubRawProfile);
  findings.merge(found);
  if (found.removed.size === 0) return undefined;
  return join([data.subarray(0, textAt), compressed ? store(text) : text]);
}

interface Layout {
  readonly textAt: number;
  readonly compressed: boolean;
}

function layout(type: TextChunkType, data: Bytes): Layout {
  const keywordEnd = zeroAfter(data, 0);
  if (type === "tEXt") return { textAt: keywordEnd + 1, compressed: false };
  // One byte names the compression method, of which there is one.
  if (type === "zTXt") return { textAt: keywordEnd + 2, compressed: true };
  // A compression flag and method, a language tag and a translated keyword.
  const textAt = zeroAfter(data, zeroAfter(data, keywordEnd + 3) + 1) + 1;
  return { textAt, compressed: data[keywordEnd + 1] === 1 };
}

function zeroAfter(data: Bytes, from: number): number {
  const at = data.indexOf(0, from);
  if (at === -1) throw new MalformedError("a text chunk without its parts");
  return at;
}

/**
 * A profile's name, which may be of several words, and length, then its bytes in hex on lines; the digits are changed
 * where they stand.
 */
function scrubRawProfile(bytes: Bytes, findings: Findings): void {
  const start = /^\s*\S.*?\s+\d+\s/.exec(byteText(bytes.subarray(0, MAX_PROFILE_HEAD_BYTES)))?.[0].length;
  if (start === undefined) throw new MalformedError("no raw profile");
  const digitAt = new Uint32Array(bytes.length);
  let digits = 0;
  for (let at = start; at < bytes.length; at += 1) if (hexValue(bytes[at]) >= 0) digitAt[digits++] = at;
  const value = (digit: number) => hexValue(bytes[digitAt[digit] ?? 0]);
  const profile = new Uint8Array(Math.floor(digits / 2)).map((_, i) => value(2 * i) * 16 + value(2 * i + 1));
  const before = profile.slice();
  scrubProfile(profile, findings);
  for (const [i, byte] of profile.entries()) {
    if (byte === before[i]) continue;
    bytes[digitAt[2 * i] ?? 0] = HEX_DIGITS.charCodeAt(byte >> 4);
    bytes[digitAt[2 * i + 1] ?? 0] = HEX_DIGITS.charCodeAt(byte & 0x0f);
  }
}

const HEX_DIGITS = "0123456789abcdef";
const MAX_PROFILE_HEAD_BYTES = 200;

/** The value of a hex digit's character code, -1 when it is none. */
function hexValue(code = 0): number {
  return HEX_DIGITS.indexOf(String.fromCharCode(code).toLowerCase());
}

/** Writers differ in what they put under which name: the bytes tell. */
function scrubProfile(profile: Bytes, findings: Findings): void {
  if (startsTiff(tiffOf(profile))) scrubExifBlock(profile, findings);
  else if (hasAscii(profile, 0, XMP_SIGNATURE)) scrubXmp(profile.subarray(XMP_SIGNATURE.length), findings);
  else if (hasAscii(profile, 0, "8BIM")) scrubPhotoshop(profile, findings);
  else if (profile[0] === IPTC_MARKER) scrubIptc(profile, findings);
  else if (namesCoordinates(profile)) scrubXmp(profile, findings);
}
