import { scrubTrailer } from "./appended.ts";
import { byteText } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { type Edit, editsBetween, NO_BYTES } from "./edits.ts";
import { attempt, type Bytes, Findings, MalformedError, type MetadataMode } from "./findings.ts";
import { CutPictureError, type GifBlock, gifBlocks } from "./gif-blocks.ts";
import { namesCoordinates } from "./named-coordinates.ts";
import { scrubXmp } from "./xmp.ts";

type Extension = Extract<GifBlock, { kind: "extension" }>;

const COMMENT = 0xfe;
const APPLICATION = 0xff;
/** Introducer, label, the name's length and the name: eight characters and three of a code. */
const APPLICATION_HEAD_BYTES = 14;
const NAME_AT = 3;
const COMMENT_HEAD_BYTES = 2;
const XMP = "XMP DataXMP";
/** What players and decoders need: how often the animation runs, twice, and the colour profile. */
const NEEDED: readonly string[] = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"];

/**
 * XMP stands there as it is, not cut into blocks. Whoever skips it takes its bytes for lengths, and wherever such a jump
 * ends in the 258 bytes behind it, the next one leads to their end (XMP specification part 3, section 1.1.2).
 */
const XMP_TRAILER = Uint8Array.from({ length: 258 }, (_, i) => (i === 0 ? 1 : Math.max(0, 256 - i)));

/**
 * The edits that take the metadata out of a GIF file: of one that is damaged, what stands before the damage.
 * @throws MalformedError without a header; UploadError as `readBytes` does.
 */
export async function editGif(reader: BlobReader, mode: MetadataMode, findings: Findings): Promise<Edit[]> {
  const edit = mode === "location" ? scrubExtension : bareExtension;
  const edits: Edit[] = [];
  try {
    for await (const block of gifBlocks(reader)) {
      if (block.kind === "extension") edits.push(...(await edit(reader, block, findings)));
      if (block.kind === "end" && mode === "location") {
        edits.push(...(await scrubTrailer(reader, block.at, findings)));
      } else if (block.kind === "end" && block.at < reader.size) {
        findings.removed.add("trailer");
        edits.push({ from: block.at, to: reader.size, bytes: NO_BYTES });
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    // A picture that is cut off is none of the metadata's damage.
    if (!(error instanceof CutPictureError)) findings.note ??= "malformed";
  }
  return edits;
}

async function bareExtension(reader: BlobReader, block: Extension, findings: Findings): Promise<Edit[]> {
  if (block.label === COMMENT) findings.removed.add("text");
  else if (block.label === APPLICATION) {
    const name = await applicationName(reader, block);
    if (NEEDED.includes(name)) return [];
    findings.removed.add(name === XMP ? "xmp" : "other");
  } else return [];
  return [{ from: block.from, to: block.to, bytes: NO_BYTES }];
}

async function scrubExtension(reader: BlobReader, block: Extension, findings: Findings): Promise<Edit[]> {
  const { label, from, to } = block;
  if (label === COMMENT) {
    const text = subBlocks(await reader.read(from + COMMENT_HEAD_BYTES, to));
    if (!namesCoordinates(text)) return [];
    findings.removed.add("position-text");
    return [{ from, to, bytes: NO_BYTES }];
  }
  if (label !== APPLICATION || (await applicationName(reader, block)) !== XMP) return [];
  const data = await reader.read(from + APPLICATION_HEAD_BYTES, to);
  const trailerAt = data.length - XMP_TRAILER.length;
  if (trailerAt < 0 || XMP_TRAILER.some((byte, i) => data[trailerAt + i] !== byte)) {
    noteWhatStays(subBlocks(data), findings);
    return [];
  }
  const packet = data.subarray(0, trailerAt);
  // Whoever skips the packet passed over this end; with blanks in it the jumps could meet it.
  if (packet.includes(0)) {
    noteWhatStays(packet, findings);
    return [];
  }
  const changed = packet.slice();
  attempt(changed, findings, scrubXmp);
  return editsBetween(packet, changed, from + APPLICATION_HEAD_BYTES);
}

/** Not as the specification says: what is blanked could be the length of a block. */
function noteWhatStays(packet: Bytes, findings: Findings): void {
  const found = new Findings();
  attempt(packet, found, scrubXmp);
  findings.note ??= found.removed.size > 0 ? "unsupported" : found.note;
}

async function applicationName(reader: BlobReader, { from, to }: Extension): Promise<string> {
  const head = await reader.read(from, Math.min(to, from + APPLICATION_HEAD_BYTES));
  return byteText(head.subarray(NAME_AT));
}

/** What the blocks hold, without their lengths. */
function subBlocks(data: Bytes): Bytes {
  const whole = new Uint8Array(data.length);
  let length = 0;
  for (let at = 0; at < data.length; at += 1 + (data[at] ?? 0)) {
    const part = data.subarray(at + 1, at + 1 + (data[at] ?? 0));
    whole.set(part, length);
    length += part.length;
  }
  return whole.slice(0, length);
}
