import { byteText } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/* ISO/IEC 14496-12, section 4.2: a box has a size, a four-character type and content, which may be boxes. */

const HEADER_BYTES = 8;
const LARGE_HEADER_BYTES = 16;
/** In place of a size: 64 bits of it follow the type; or the box reaches to the file's end. */
const IS_LARGE = 1;
const TO_THE_END = 0;

/** More boxes side by side than any file has; one with more is not followed further. */
const MAX_BOXES = 10_000;

/** ISO/IEC 14496-12, section 4.2: one box. */
export interface Box {
  readonly type: string;
  /** Of its header, counted as its content is. */
  readonly at: number;
  /** Of its content, in bytes from where the search began. */
  readonly from: number;
  readonly to: number;
}

/**
 * The boxes between two offsets of `bytes`.
 * @throws MalformedError
 */
export function boxesIn(bytes: Bytes, from = 0): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < bytes.length; ) {
    const box = readBox(bytes.subarray(at), at, bytes.length);
    push(boxes, box);
    at = box.to;
  }
  return boxes;
}

/**
 * The file's outermost boxes; only their headers are read.
 * @throws MalformedError; UploadError as `readBytes` does.
 */
export async function fileBoxes(reader: BlobReader): Promise<Box[]> {
  const boxes: Box[] = [];
  for await (const box of eachFileBox(reader)) push(boxes, box);
  return boxes;
}

/**
 * The file's outermost boxes, for who has found enough before the last one: what follows is not looked at then.
 * @throws MalformedError; UploadError as `readBytes` does.
 */
export async function* eachFileBox(reader: BlobReader): AsyncGenerator<Box> {
  for (let at = 0; at < reader.size; ) {
    const head = await reader.read(at, Math.min(at + LARGE_HEADER_BYTES, reader.size));
    const box = readBox(head, at, reader.size);
    yield box;
    at = box.to;
  }
}

function push(boxes: Box[], box: Box): void {
  if (boxes.length === MAX_BOXES) throw new MalformedError("too many boxes");
  boxes.push(box);
}

/** @param end where the surroundings end, in the same bytes that `at` is counted in. */
function readBox(head: Bytes, at: number, end: number): Box {
  if (head.length < HEADER_BYTES) throw new MalformedError("a box is cut off");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const type = byteText(head.subarray(4, HEADER_BYTES));
  const short = view.getUint32(0);
  const isLarge = short === IS_LARGE;
  if (isLarge && head.length < LARGE_HEADER_BYTES) throw new MalformedError("a box is cut off");
  const headerBytes = isLarge ? LARGE_HEADER_BYTES : HEADER_BYTES;
  const size = isLarge ? Number(view.getBigUint64(HEADER_BYTES)) : short === TO_THE_END ? end - at : short;
  if (size < headerBytes || at + size > end) throw new MalformedError(`the box ${type} does not fit`);
  return { type, at, from: at + headerBytes, to: at + size };
}
