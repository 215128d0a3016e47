import { contentMd5 } from "../../contract/digest.ts";
import type { SignRequest } from "../../contract/sign.ts";

/** What a signed PUT may carry to COS (COS documentation, PUT Object and Common Request Headers). */
const FORWARDED =
  /^(?:authorization|cache-control|content-disposition|content-encoding|content-language|content-length|content-md5|content-type|date|expires|host|pic-operations|user-agent|x-cos-[a-z0-9-]+)$/;

/** Said by every HTTP client in its own way, and never signed. */
const IGNORED: readonly string[] = ["connection", "accept", "accept-encoding"];

/** The headers of a relayed PUT, or why there are none; `problem` names a header, never its value. */
export type HeaderVerdict =
  | { readonly ok: true; readonly headers: Record<string, string> }
  | { readonly ok: false; readonly problem: string };

/**
 * The headers of a relayed PUT: those of the sign answer, held to what is known of the file. Anything that could change
 * how the request is framed or where it goes is refused, not left out: it may have been signed.
 */
export function readSignedHeaders(
  given: Readonly<Record<string, string>>,
  request: SignRequest,
  host: string,
): HeaderVerdict {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    if (IGNORED.includes(key)) continue;
    if (!FORWARDED.test(key)) return { ok: false, problem: `the header ${key} is not one of a signed PUT` };
    if (headers.has(key)) return { ok: false, problem: `the header ${key} is there twice` };
    if (/[\r\n\0]/.test(value)) return { ok: false, problem: `the header ${key} has a line break` };
    headers.set(key, value);
  }
  const must = { host, "content-length": String(request.size), "content-md5": contentMd5(request.md5) };
  const wrong = Object.entries(must).find(([name, value]) => (headers.get(name) ?? value) !== value);
  if (wrong !== undefined) return { ok: false, problem: `the header ${wrong[0]} is not that of the file` };
  // Both are needed to frame the request. Content-MD5 is not added: it would not be signed.
  headers.set("host", host).set("content-length", String(request.size));
  return { ok: true, headers: Object.fromEntries(headers) };
}
