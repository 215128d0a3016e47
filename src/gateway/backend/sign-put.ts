import { contentMd5 } from "../../contract/digest.ts";
import type { SignData, SignRequest } from "../../contract/sign.ts";
import { objectPath } from "../../cos/object-url.ts";
import { signRequest } from "../../cos/signature.ts";

/** How long what is signed here holds, in seconds: a PUT has to start within that time, and may take longer. */
export const SIGNATURE_LIFETIME_SECONDS = 300;

/** The type under which bytes of an unnamed type are signed and stored: browsers download it and run nothing. */
const UNNAMED_TYPE = "application/octet-stream";

/** The key that signs. */
export interface PutCredentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** Of a temporary key; it is sent and signed as well. */
  readonly securityToken?: string | undefined;
}

/** The object that is put. */
export interface PutTarget {
  /** Where the bytes go. */
  readonly origin: string;
  /** Where the link points. */
  readonly linkOrigin: string;
  readonly key: string;
}

/**
 * Signs a PUT so narrowly that it fits one body only: length, digest, type and the wish not to overwrite are all in the
 * signed list. `header` has the published example's names for what is not signed as well.
 * @param now ms since the epoch.
 */
export function signPut(
  request: SignRequest,
  target: PutTarget,
  credentials: PutCredentials,
  now = Date.now(),
): SignData {
  const path = objectPath(target.key);
  const signed = {
    Host: new URL(target.origin).host,
    "Content-Length": String(request.size),
    "content-md5": contentMd5(request.md5),
    "Content-Type": request.type ?? UNNAMED_TYPE,
    "x-cos-forbid-overwrite": "true",
    ...tokenHeader(credentials),
  };
  const authorization = authorize("PUT", `/${target.key}`, signed, credentials, now);
  return {
    url: `${target.origin}${path}`,
    method: "PUT",
    header: { "User-Agent": "cosdrop", Connection: "keep-alive", ...signed, Authorization: authorization },
    CDN: `${target.linkOrigin}${path}`,
  };
}

/** Headers that let a HEAD of an object through. @param now ms since the epoch. */
export function signHead(url: URL, credentials: PutCredentials, now = Date.now()): Record<string, string> {
  const signed = { host: url.host, ...tokenHeader(credentials) };
  return { ...signed, authorization: authorize("HEAD", decodeURIComponent(url.pathname), signed, credentials, now) };
}

function tokenHeader({ securityToken }: PutCredentials): Record<string, string> {
  return securityToken === undefined ? {} : { "x-cos-security-token": securityToken };
}

/** Authorization of a request from now on, all of its headers signed. */
function authorize(
  method: "PUT" | "HEAD",
  path: string,
  headers: Readonly<Record<string, string>>,
  { secretId, secretKey }: PutCredentials,
  now: number,
): string {
  const start = Math.floor(now / 1000);
  return signRequest({
    method,
    path,
    query: {},
    headers,
    secretId,
    secretKey,
    start,
    end: start + SIGNATURE_LIFETIME_SECONDS,
  });
}
