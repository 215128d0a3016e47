import { CosError } from "../cos/errors.ts";
import { type Exchange, headerOf } from "./exchange.ts";

/** Headers that are kept with an object and given back with it, besides `x-cos-meta-*`. */
const KEPT_HEADERS: readonly string[] = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-type",
  "expires",
];

const META_PREFIX = "x-cos-meta-";

/** The most bytes that all `x-cos-meta-*` names and values take together (COS documentation, PUT Object). */
export const MAX_META_BYTES = 2048;

/** A temporary key's token, which need not be signed: the official SDKs add it after signing, to a URL too. */
export const TOKEN_HEADER = "x-cos-security-token";

/** `x-cos-*` headers that mean something here; any other one asks for what this store cannot do. */
const UNDERSTOOD: Readonly<Record<string, readonly string[]>> = {
  "x-cos-forbid-overwrite": ["true", "false"],
  "x-cos-acl": ["default", "public-read"],
  "x-cos-storage-class": ["STANDARD"],
  "x-cos-sdk-retry": ["true", "false"],
};

/** Headers of other operations on the same method, or of ones that this store leaves out. */
const NOT_IMPLEMENTED: readonly string[] = [
  "content-range",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "pic-operations",
];

/** What the headers of a PUT say of the object. */
export interface PutHeaders {
  /** Lower-case name → value, to be given back by GET and HEAD. */
  readonly kept: Readonly<Record<string, string>>;
  readonly forbidOverwrite: boolean;
  /** Content-MD5 as 32 hex digits, where it was given. */
  readonly md5: string | undefined;
}

/**
 * Reads them strictly: whatever has an effect must be signed, whatever has none must not look as if it had.
 * @throws CosError AccessDenied, NotImplemented, InvalidArgument, InvalidDigest
 */
export function readPutHeaders(exchange: Exchange, signed: ReadonlySet<string>): PutHeaders {
  const effective = [...exchange.headers.keys()].filter((name) => {
    const value = headerOf(exchange, name) ?? "";
    return hasEffect(name) && value !== "" && (signed.has(name) || !isReload(name, value));
  });
  const unsigned = effective.find((name) => !signed.has(name));
  if (unsigned !== undefined) throw new CosError("AccessDenied", `The header ${unsigned} has to be signed.`);
  for (const name of effective) refuseNotImplemented(name, headerOf(exchange, name) ?? "");

  const kept = Object.fromEntries(
    effective
      .filter((name) => KEPT_HEADERS.includes(name) || name.startsWith(META_PREFIX))
      .map((name) => [name, headerOf(exchange, name) ?? ""]),
  );
  refuseLargeMeta(kept);
  return {
    kept,
    forbidOverwrite: headerOf(exchange, "x-cos-forbid-overwrite") === "true",
    md5: readContentMd5(headerOf(exchange, "content-md5")),
  };
}

/**
 * Content-Length is among them because buckets can demand that it be signed. An empty header has none: the official
 * SDK sends an empty Cache-Control, unsigned, with every PUT.
 */
function hasEffect(name: string): boolean {
  if (name === TOKEN_HEADER) return false;
  const stored = KEPT_HEADERS.includes(name) || name.startsWith("x-cos-");
  return stored || name === "content-length" || NOT_IMPLEMENTED.includes(name);
}

/**
 * A browser adds Cache-Control to every request, also to a page's own PUT, after a forced reload and while its developer
 * tools have the cache switched off (Fetch standard, HTTP-network-or-cache fetch). It speaks of the request, not of the
 * object: it is neither kept nor a reason to refuse.
 */
function isReload(name: string, value: string): boolean {
  return name === "cache-control" && (value === "no-cache" || value === "max-age=0");
}

function refuseNotImplemented(name: string, value: string): void {
  if (NOT_IMPLEMENTED.includes(name)) throw new CosError("NotImplemented", `PUT does not take ${name} here.`);
  if (!name.startsWith("x-cos-") || name.startsWith(META_PREFIX)) return;
  const values = UNDERSTOOD[name];
  if (values === undefined) throw new CosError("NotImplemented", `The header ${name} is not implemented here.`);
  if (!values.includes(value)) throw new CosError("InvalidArgument", `${name} takes one of: ${values.join(", ")}.`);
}

function refuseLargeMeta(kept: Readonly<Record<string, string>>): void {
  const meta = Object.entries(kept).filter(([name]) => name.startsWith(META_PREFIX));
  const bytes = meta.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > MAX_META_BYTES)
    throw new CosError("InvalidArgument", `${META_PREFIX}* headers take at most ${MAX_META_BYTES} bytes together.`);
}

/** Strict base64 of exactly 16 bytes (RFC 1864): a lenient reader would take one digest in several spellings. */
function readContentMd5(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== value)
    throw new CosError("InvalidDigest", "Content-MD5 is not the base64 of an MD5's 16 bytes.");
  return bytes.toString("hex");
}
