import * as v from "valibot";
import { Md5Hex, Sha1Hex } from "../contract/digest.ts";

/** All that is known of a stored object besides its bytes. Stands at the end of its file. */
export const ObjectRecord = v.strictObject({
  key: v.string(),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  md5: Md5Hex,
  sha1: Sha1Hex,
  /** CRC-64/XZ, unsigned decimal. */
  crc64: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  /** ms since the epoch. */
  storedAt: v.pipe(v.number(), v.safeInteger()),
  /** The image type that the first bytes prove, or null. */
  imageType: v.nullable(v.string()),
  /** Lower-case name → value, given back by GET and HEAD. */
  headers: v.record(v.string(), v.string()),
});
export type ObjectRecord = v.InferOutput<typeof ObjectRecord>;

/*
 * An object's file is its bytes, then the record in JSON, then a footer: the JSON's length and a mark. One file, so
 * that one link() makes bytes and record visible together; at the end, because the digests are known only then.
 */
const MARK = Buffer.from("cosdrop1", "ascii");
/** Length of the footer. */
export const FOOTER_BYTES = 4 + MARK.length;

/** More than any record needs: Node refuses request heads above 16 KiB. */
const MAX_RECORD_BYTES = 256 * 1024;

/** What follows an object's bytes in its file. */
export function encodeRecord(record: ObjectRecord): Buffer {
  const json = Buffer.from(JSON.stringify(record), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([json, length, MARK]);
}

/** Length of the JSON that the footer announces; `undefined` when the footer is not one. */
export function readFooter(footer: Buffer): number | undefined {
  if (footer.length !== FOOTER_BYTES || !footer.subarray(4).equals(MARK)) return undefined;
  const length = footer.readUInt32LE(0);
  return length <= MAX_RECORD_BYTES ? length : undefined;
}

/** The record in its JSON; `undefined` when it is not one. */
export function decodeRecord(json: Buffer): ObjectRecord | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ObjectRecord), json.toString("utf8"));
  return parsed.success ? parsed.output : undefined;
}
