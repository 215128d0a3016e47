import { createHmac, hash } from "node:crypto";
import { formatAuthorization } from "./authorization.ts";
import { enc } from "./percent-encoding.ts";

/** What is signed, and with which key. */
export interface SignatureInput {
  /** HTTP method, in any case. */
  readonly method: string;
  /** Decoded object path: `/` and the object key. */
  readonly path: string;
  /** Parameters to sign; one without a value has `""`. All of them are signed. */
  readonly query: Readonly<Record<string, string>>;
  /** Headers to sign, Host among them. All of them are signed, none is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secretId: string;
  readonly secretKey: string;
  /** First and last second of validity, Unix time. */
  readonly start: number;
  readonly end: number;
}

/** Lower-case name and value, neither encoded. */
export type SignedPair = readonly [name: string, value: string];

/** The texts that a signature is made of; COS repeats the first two in a `SignatureDoesNotMatch`. */
export interface SignatureTexts {
  readonly formatString: string;
  readonly stringToSign: string;
  /** 40 lower-case hex digits. */
  readonly signature: string;
}

/**
 * The value of the Authorization header (XML API signature, version 5).
 * @throws RangeError for a name that is not made of letters, digits and `-`, a name given twice in different case,
 *   a path that does not start with `/`, or times that are not whole seconds in order.
 * @throws URIError for text with a lone surrogate.
 */
export function signRequest(input: SignatureInput): string {
  const { method, path, secretId, secretKey, start, end } = input;
  if (!path.startsWith("/")) throw new RangeError("The object path has to start with a slash.");
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start > end)
    throw new RangeError("The signature's times have to be whole seconds, the start not after the end.");
  const keyTime = `${start};${end}`;
  const headers = signedPairs(input.headers);
  const params = signedPairs(input.query);
  const { signature } = signatureTexts({ method, path, params, headers, keyTime, secretKey });
  const headerList = headers.map(([name]) => name);
  const paramList = params.map(([name]) => name);
  return formatAuthorization({ secretId, start, end, keyTime, headerList, paramList, signature });
}

function signedPairs(record: Readonly<Record<string, string>>): readonly SignedPair[] {
  const pairs = Object.entries(record).map(([name, value]): SignedPair => [name.toLowerCase(), value]);
  for (const [name] of pairs) {
    if (!/^[a-z0-9-]+$/.test(name)) throw new RangeError(`The name ${JSON.stringify(name)} cannot be signed.`);
  }
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length)
    throw new RangeError("A header or a parameter is given twice, in different case.");
  return sortByName(pairs);
}

/**
 * Both sides' calculation (COS documentation, Request Signature). The hex text of the sign key, not its bytes, keys the
 * second HMAC; the path goes in decoded.
 */
export function signatureTexts(input: {
  readonly method: string;
  readonly path: string;
  readonly params: readonly SignedPair[];
  readonly headers: readonly SignedPair[];
  readonly keyTime: string;
  readonly secretKey: string;
}): SignatureTexts {
  const { method, path, params, headers, keyTime, secretKey } = input;
  const formatString = `${method.toLowerCase()}\n${path}\n${joinPairs(params)}\n${joinPairs(headers)}\n`;
  const stringToSign = `sha1\n${keyTime}\n${hash("sha1", formatString)}\n`;
  const signKey = signKeyOf(secretKey, keyTime);
  return { formatString, stringToSign, signature: createHmac("sha1", signKey).update(stringToSign).digest("hex") };
}

let latest: { readonly secretKey: string; readonly keyTime: string; readonly signKey: string } | undefined;

/** Whatever is signed within a second has one key time, and so one sign key. */
function signKeyOf(secretKey: string, keyTime: string): string {
  if (latest?.keyTime === keyTime && latest.secretKey === secretKey) return latest.signKey;
  const signKey = createHmac("sha1", secretKey).update(keyTime).digest("hex");
  latest = { secretKey, keyTime, signKey };
  return signKey;
}

function joinPairs(pairs: readonly SignedPair[]): string {
  return sortByName(pairs)
    .map(([name, value]) => `${name}=${enc(value)}`)
    .join("&");
}

/** By code unit: a locale's order would put `-` elsewhere. */
function sortByName(pairs: readonly SignedPair[]): readonly SignedPair[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
