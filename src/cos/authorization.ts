import type { QueryParam } from "./object-url.ts";

/** The parts of an XML API Authorization, in its header or in a signed URL. */
export interface Authorization {
  /** `q-ak`. */
  readonly secretId: string;
  /** First second, Unix time. */
  readonly start: number;
  /** Last second, Unix time. */
  readonly end: number;
  /** `start;end` as sent: it is hashed as text. */
  readonly keyTime: string;
  /** Names of the signed headers, lower case, as listed. */
  readonly headerList: readonly string[];
  /** Names of the signed parameters, lower case, as listed. */
  readonly paramList: readonly string[];
  /** 40 lower-case hex digits. */
  readonly signature: string;
}

const FIELDS: readonly string[] = [
  "q-sign-algorithm",
  "q-ak",
  "q-sign-time",
  "q-key-time",
  "q-header-list",
  "q-url-param-list",
  "q-signature",
];

/** Writes the header's value; the fields stand in the order that the official SDKs have. */
export function formatAuthorization(authorization: Authorization): string {
  const { secretId, keyTime, headerList, paramList, signature } = authorization;
  const values = ["sha1", secretId, keyTime, keyTime, headerList.join(";"), paramList.join(";"), signature];
  return FIELDS.map((field, i) => `${field}=${values[i]}`).join("&");
}

/**
 * Reads the value strictly; `undefined` when a field is missing, repeated, unknown or malformed.
 * The sign time must equal the key time, as every official SDK has it.
 */
export function parseAuthorization(value: string): Authorization | undefined {
  const fields = splitFields(value);
  if (fields === undefined || fields.get("q-sign-algorithm") !== "sha1") return undefined;
  const secretId = fields.get("q-ak") ?? "";
  const keyTime = fields.get("q-key-time") ?? "";
  const signature = fields.get("q-signature") ?? "";
  const [, start = "", end = ""] = /^(\d{1,11});(\d{1,11})$/.exec(keyTime) ?? [];
  const headerList = parseNames(fields.get("q-header-list") ?? "");
  const paramList = parseNames(fields.get("q-url-param-list") ?? "");
  if (start === "" || Number(start) > Number(end) || fields.get("q-sign-time") !== keyTime) return undefined;
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(secretId) || !/^[0-9a-f]{40}$/.test(signature)) return undefined;
  if (headerList === undefined || paramList === undefined) return undefined;
  return { secretId, start: Number(start), end: Number(end), keyTime, headerList, paramList, signature };
}

/** Whether a parameter is one of a signed URL's signature; it is not signed itself. */
export function isSignatureParam([name]: QueryParam): boolean {
  return FIELDS.includes(name);
}

/** What a signed URL holds in place of the header (COS documentation, Request Signature); `undefined` for none. */
export function authorizationInQuery(query: readonly QueryParam[]): string | undefined {
  const fields = query.filter(isSignatureParam);
  return fields.length === 0 ? undefined : fields.map(([name, value]) => `${name}=${value}`).join("&");
}

function splitFields(value: string): ReadonlyMap<string, string> | undefined {
  const parts = value.split("&").map((part) => /^([a-z-]+)=(.*)$/.exec(part));
  const fields = new Map(parts.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]));
  const complete = parts.length === FIELDS.length && FIELDS.every((field) => fields.has(field));
  return complete ? fields : undefined;
}

/** A name that needs encoding is refused: the official SDKs sort such names differently from each other. */
function parseNames(list: string): readonly string[] | undefined {
  if (list === "") return [];
  const names = list.split(";");
  const valid = names.every((name) => /^[a-z0-9-]+$/.test(name)) && new Set(names).size === names.length;
  return valid ? names : undefined;
}
