import type { ReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { KNOWN_IMAGE_TYPES } from "../contract/image-type.ts";
import { CosError } from "../cos/errors.ts";
import { judgeConditions, rangeStillFits, type Validators } from "./conditions.ts";
import { headerOf, type ObjectRequest } from "./exchange.ts";
import type { ObjectRecord } from "./object-record.ts";
import { type ByteRange, readRange } from "./ranges.ts";
import { isSigned, requireSignature } from "./signatures.ts";
import type { Store } from "./store.ts";
import { systemCode } from "./system-error.ts";

/** COS's type for an object that was put without one. */
const DEFAULT_TYPE = "application/octet-stream";

/**
 * Parameters of other operations on the same method, or of what this store leaves out (COS documentation, Object APIs):
 * the object's bytes would be taken for the answer. Any other parameter is ignored, for a link may have one of its own.
 */
const NOT_IMPLEMENTED = /^(?:acl|symlink|tagging|uploadId|versionId|response-.*)$/;

/**
 * GET and HEAD Object. Public: anybody may read. A request that is signed all the same must be signed rightly, so that
 * a client with a broken signature learns of it here and not on a private bucket.
 * @throws CosError
 */
export async function getObject(store: Store, request: ObjectRequest): Promise<void> {
  if (isSigned(request)) requireSignature(store, request);
  refuseNotImplemented(request);
  const object = await store.files.open(request.key);
  if (object === undefined) throw new CosError("NoSuchKey", "There is no object of this key.");
  try {
    await answer(request, object.record, object.file);
  } finally {
    await object.file.close();
  }
}

function refuseNotImplemented({ target }: ObjectRequest): void {
  const [name] = target.query.find(([param]) => NOT_IMPLEMENTED.test(param)) ?? [];
  if (name !== undefined) throw new CosError("NotImplemented", `The parameter ${name} is not implemented here.`);
}

async function answer(request: ObjectRequest, record: ObjectRecord, file: FileHandle): Promise<void> {
  const { req, res } = request;
  const validators = validatorsOf(record);
  const outcome = judgeConditions(
    {
      ifMatch: headerOf(request, "if-match"),
      ifUnmodifiedSince: headerOf(request, "if-unmodified-since"),
      ifNoneMatch: headerOf(request, "if-none-match"),
      ifModifiedSince: headerOf(request, "if-modified-since"),
    },
    validators,
  );
  if (outcome === "failed") throw new CosError("PreconditionFailed", "The object is not the one that you expect.");

  if (outcome === "not-modified") {
    setObjectHeaders(res, record, validators);
    res.statusCode = 304;
    res.end();
    return;
  }
  const range = chooseRange(request, record, validators);
  setObjectHeaders(res, record, validators);
  setBodyHeaders(res, record, range);
  if (req.method === "HEAD" || record.size === 0) {
    res.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: record.size - 1 };
  await sendBytes(file.createReadStream({ start, end, autoClose: false }), res);
}

/** A client that leaves early is no failure of ours. */
async function sendBytes(bytes: ReadStream, res: ServerResponse): Promise<void> {
  try {
    await pipeline(bytes, res);
  } catch (error) {
    if (systemCode(error) !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

function validatorsOf(record: ObjectRecord): Validators {
  return { etag: `"${record.md5}"`, lastModified: Math.floor(record.storedAt / 1000) * 1000 };
}

/** Range is defined for GET only (RFC 9110, section 14.2). */
function chooseRange(request: ObjectRequest, record: ObjectRecord, validators: Validators): ByteRange | undefined {
  if (request.req.method !== "GET" || !rangeStillFits(headerOf(request, "if-range"), validators)) return undefined;
  const range = readRange(headerOf(request, "range"), record.size);
  if (range !== "unsatisfiable") return range === "everything" ? undefined : range;
  request.res.setHeader("Content-Range", `bytes */${record.size}`);
  throw new CosError("InvalidRange", "The object has no such bytes.");
}

function setObjectHeaders(res: ServerResponse, record: ObjectRecord, validators: Validators): void {
  for (const [name, value] of Object.entries(record.headers)) res.setHeader(name, value);
  if (!res.hasHeader("content-type")) res.setHeader("Content-Type", DEFAULT_TYPE);
  if (!mayShowInline(record)) res.setHeader("Content-Disposition", asAttachment(record.headers["content-disposition"]));
  res.setHeader("ETag", validators.etag);
  res.setHeader("Last-Modified", new Date(validators.lastModified).toUTCString());
  res.setHeader("Accept-Ranges", "bytes");
  res.setHeader("x-cos-hash-crc64ecma", record.crc64);
}

function setBodyHeaders(res: ServerResponse, record: ObjectRecord, range: ByteRange | undefined): void {
  if (range === undefined) {
    res.setHeader("Content-Length", record.size);
    return;
  }
  res.statusCode = 206;
  res.setHeader("Content-Length", range.end - range.start + 1);
  res.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${record.size}`);
}

/**
 * Only what is a raster picture by its bytes and by its declared type is shown when its link is opened; everything else
 * is downloaded. A content encoding hides the bytes that would be shown. `<img>` ignores all this.
 */
function mayShowInline(record: ObjectRecord): boolean {
  const types: readonly string[] = KNOWN_IMAGE_TYPES;
  const declared = record.headers["content-type"] ?? "";
  return record.imageType !== null && types.includes(declared) && record.headers["content-encoding"] === undefined;
}

/** Keeps a file name that was stored with an attachment. */
function asAttachment(stored: string | undefined): string {
  return stored !== undefined && /^attachment\s*(?:;|$)/i.test(stored) ? stored : "attachment";
}
