import { decode, enc } from "./percent-encoding.ts";

/** The most UTF-8 bytes in an object key (COS documentation, Object Overview). */
export const MAX_KEY_BYTES = 850;

/** A parameter of the query, decoded; one without `=` has the value `""`. */
export type QueryParam = readonly [name: string, value: string];

/** What a request line asks for. */
export interface RequestTarget {
  /** Host and port of an absolute request target (RFC 9112, section 3.2.2); absent in the usual form. */
  readonly authority: string | undefined;
  /** Decoded object path: `/` and the object key. Never normalised: `/../x` names the object `../x`. */
  readonly path: string;
  readonly query: readonly QueryParam[];
}

/** The URL path of an object: `/`, then the key percent-encoded, its slashes kept. Nothing is normalised. */
export function objectPath(key: string): string {
  return `/${enc(key).replaceAll("%2F", "/")}`;
}

const TARGET = /^(?:https?:\/\/([^/?#@]+))?(\/[^?#]*)(?:\?([^#]*))?$/i;

/*
 * What RFC 3986 allows in a path or a query, plus `[ ] | ^`, which browsers send as they are. Not `+`: COS reads a raw
 * one as a space, so a signer and a browser would disagree about the key.
 */
const PATH_TEXT = /^(?:[A-Za-z0-9\-._~!$&'()*,;=:@/[\]|^]|%[0-9A-Fa-f]{2})*$/;
const QUERY_TEXT = /^(?:[A-Za-z0-9\-._~!$&'()*,;=:@/?[\]|^`{}]|%[0-9A-Fa-f]{2})*$/;

/** Reads a request target strictly; `undefined` for raw `+`, stray `%`, bytes that are not UTF-8, or a fragment. */
export function parseTarget(target: string): RequestTarget | undefined {
  const [, authority, rawPath = "", rawQuery = ""] = TARGET.exec(target) ?? [];
  if (rawPath === "" || !PATH_TEXT.test(rawPath) || !QUERY_TEXT.test(rawQuery)) return undefined;
  const path = decode(rawPath);
  const query = parseQuery(rawQuery);
  if (path === undefined || query === undefined) return undefined;
  return { authority, path, query };
}

function parseQuery(raw: string): QueryParam[] | undefined {
  const params: QueryParam[] = [];
  for (const part of raw.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? "" : decode(part.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    params.push([name, value]);
  }
  return params;
}
