import { type KeyClaim, readKeyClaim } from "../contract/object-key.ts";
import { COS_MAX_PUT_SIZE } from "../contract/policy.ts";
import { isSignatureParam } from "../cos/authorization.ts";
import { CosError } from "../cos/errors.ts";
import type { QueryParam } from "../cos/object-url.ts";
import { BodyDigests, type BodyFacts } from "./body-digests.ts";
import { refuseForeignOrigin } from "./cors.ts";
import { headerOf, type ObjectRequest } from "./exchange.ts";
import { encodeRecord, type ObjectRecord } from "./object-record.ts";
import { type PutHeaders, readPutHeaders, TOKEN_HEADER } from "./put-headers.ts";
import { receiveBody } from "./receive-body.ts";
import { requireSignature } from "./signatures.ts";
import type { Store } from "./store.ts";

/** What a PUT announces, checked as far as it can be before its body is read. */
interface Announcement {
  /** Bytes. */
  readonly length: number;
  readonly headers: PutHeaders;
  /** What a key of our own shape says of the body. */
  readonly claim: KeyClaim | undefined;
}

/**
 * PUT Object. The answer is sent once the object is on the disk, verified and visible; whatever goes wrong before,
 * nothing is left behind.
 * @throws CosError
 */
export async function putObject(store: Store, request: ObjectRequest): Promise<void> {
  refuseForeignOrigin(request, store.options.allowedOrigins);
  const announcement = readAnnouncement(store, request);
  if (announcement.headers.forbidOverwrite && (await store.files.exists(request.key))) throw alreadyExists();

  const facts = await storeBody(store, request, announcement);
  request.res.setHeader("ETag", `"${facts.md5}"`);
  request.res.setHeader("x-cos-hash-crc64ecma", facts.crc64);
  request.res.setHeader("Content-Length", 0);
  request.res.statusCode = 200;
  request.res.end();
}

function readAnnouncement(store: Store, request: ObjectRequest): Announcement {
  const length = readLength(request);
  const signed = requireSignature(store, request);
  if (!request.target.query.every(isOfSignedUrl))
    throw new CosError("NotImplemented", "PUT takes no parameters here: only whole objects can be put.");
  const headers = readPutHeaders(request, signed);
  const largest = Math.min(store.options.maxObjectSize, COS_MAX_PUT_SIZE);
  if (length > largest) throw new CosError("EntityTooLarge", `An object has at most ${largest} bytes here.`);
  // COS itself checks only the MD5: here a key is held to all that it says.
  const claim = readKeyClaim(request.key);
  if (claim !== undefined && claim.size !== length)
    throw new CosError("EntitySizeNotMatch", "The key names another size than Content-Length.");
  return { length, headers, claim };
}

/** A signed URL holds the token as well, where the header would. */
function isOfSignedUrl(param: QueryParam): boolean {
  return isSignatureParam(param) || param[0] === TOKEN_HEADER;
}

/** A chunked body has no length that could be signed or reserved. One that has both never gets past Node. */
function readLength(request: ObjectRequest): number {
  const length = headerOf(request, "content-length");
  if (length === undefined)
    throw new CosError("MissingContentLength", "PUT needs a Content-Length; a chunked body is not taken.");
  return Number(length);
}

async function storeBody(store: Store, request: ObjectRequest, announcement: Announcement): Promise<BodyFacts> {
  const { length, headers } = announcement;
  const reservation = await store.space.reserve(length + largestRecord(request.key, headers));
  try {
    const object = await store.files.create(request.key);
    try {
      const facts = await receiveInto(object.append, store, request, reservation.wrote);
      refuseOtherBody(announcement, facts);
      const record = makeRecord(request.key, headers, facts, store.now());
      await object.finish(record);
      const replaced = await object.publish({ overwrite: !headers.forbidOverwrite });
      if (replaced === "exists") throw alreadyExists();
      // Before anything else can fail: from now on it takes room.
      reservation.keep(facts.size + encodeRecord(record).length - replaced);
      await object.settle();
      return facts;
    } finally {
      await object.discard();
    }
  } finally {
    reservation.release();
  }
}

async function receiveInto(
  append: (bytes: Uint8Array) => Promise<void>,
  store: Store,
  request: ObjectRequest,
  onWritten: (bytes: number) => void,
): Promise<BodyFacts> {
  const digests = new BodyDigests();
  await receiveBody(request, store.limits, async (piece) => {
    // The disk writes on another thread while this one hashes.
    const writing = append(piece);
    digests.update(piece);
    await writing;
    onWritten(piece.length);
  });
  return digests.finish();
}

/** @throws CosError IncompleteBody, EntitySizeNotMatch, BadDigest */
function refuseOtherBody({ length, headers, claim }: Announcement, facts: BodyFacts): void {
  if (facts.size < length) throw new CosError("IncompleteBody", "The body is shorter than its Content-Length.");
  if (facts.size > length) throw new CosError("EntitySizeNotMatch", "The body is longer than its Content-Length.");
  if (headers.md5 !== undefined && headers.md5 !== facts.md5)
    throw new CosError("BadDigest", "Content-MD5 is not the MD5 of the body.");
  if (claim !== undefined && claim.md5 !== facts.md5)
    throw new CosError("BadDigest", "The key names an MD5 that is not the body's.");
  if (claim !== undefined && claim.sha1 !== facts.sha1)
    throw new CosError("BadDigest", "The key names a SHA-1 that is not the body's.");
}

function makeRecord(key: string, headers: PutHeaders, facts: BodyFacts, storedAt: number): ObjectRecord {
  return { ...facts, key, storedAt, imageType: facts.imageType ?? null, headers: headers.kept };
}

/** Bytes that the record can take at most; it is written before we know the digests. */
function largestRecord(key: string, headers: PutHeaders): number {
  const facts: BodyFacts = {
    size: Number.MAX_SAFE_INTEGER,
    md5: "0".repeat(32),
    sha1: "0".repeat(40),
    crc64: "9".repeat(20),
    imageType: "image/x-the-longest-name",
  };
  return encodeRecord(makeRecord(key, headers, facts, Number.MAX_SAFE_INTEGER)).length;
}

function alreadyExists(): CosError {
  return new CosError("FileAlreadyExists", "There is an object of this key already, and it may not be overwritten.");
}
