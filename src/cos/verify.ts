import { timingSafeEqual } from "node:crypto";
import { type Authorization, authorizationInQuery, parseAuthorization } from "./authorization.ts";
import { CosError } from "./errors.ts";
import type { QueryParam } from "./object-url.ts";
import { type SignedPair, signatureTexts } from "./signature.ts";

/** How far ahead of our clock a signature may start, in seconds; beyond it COS says RequestTimeTooSkewed. */
export const MAX_CLOCK_SKEW_SECONDS = 900;

/** A request as it came in. */
export interface SignedRequest {
  readonly method: string;
  /** Decoded object path, see `parseTarget`. */
  readonly path: string;
  readonly query: readonly QueryParam[];
  /** Node's `rawHeaders`: names and values in turn, nothing joined and nothing dropped. */
  readonly rawHeaders: readonly string[];
}

/** What a request is judged by. */
export interface VerifyContext {
  /** The key of a SecretId; undefined for one that is not known. */
  readonly findSecret: (secretId: string) => string | undefined;
  /** Unix seconds. */
  readonly now: number;
}

/** Whether a request is signed rightly; `error` is what COS would answer. */
export type Verdict =
  | {
      readonly ok: true;
      readonly secretId: string;
      /** Lower-case names of the headers that the signature covers. */
      readonly signedHeaders: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly error: CosError };

/** Checks the signature of a request, in its header or in its URL. Never throws: a refusal is an outcome. */
export function verifyRequest(request: SignedRequest, context: VerifyContext): Verdict {
  const refuse = (error: CosError): Verdict => ({ ok: false, error });
  const headers = headerMap(request.rawHeaders);

  const [given, ...others] = givenSignatures(request.query, headers);
  if (given === undefined) return refuse(new CosError("AccessDenied", "The request is not signed."));
  if (others.length > 0) return refuse(new CosError("AccessDenied", "The request is signed more than once."));
  const authorization = parseAuthorization(given);
  if (authorization === undefined)
    return refuse(new CosError("AccessDenied", "The request's signature is not one of the XML API."));

  const untimely = checkTime(authorization, context.now);
  if (untimely !== undefined) return refuse(untimely);

  const secretKey = context.findSecret(authorization.secretId);
  if (secretKey === undefined) return refuse(new CosError("InvalidAccessKeyId", "The SecretId is not known here."));

  const repeated = authorization.headerList.find((name) => (headers.get(name)?.length ?? 0) > 1);
  if (repeated !== undefined)
    return refuse(new CosError("InvalidRequest", `The signed header ${repeated} is given more than once.`));

  return compare(request, authorization, headers, secretKey);
}

function givenSignatures(
  query: readonly QueryParam[],
  headers: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const inHeader = headers.get("authorization") ?? [];
  const inQuery = authorizationInQuery(query);
  return inQuery === undefined ? inHeader : [...inHeader, inQuery];
}

function checkTime({ start, end }: Authorization, now: number): CosError | undefined {
  if (start > now + MAX_CLOCK_SKEW_SECONDS)
    return new CosError("RequestTimeTooSkewed", "The signature starts too far in the future: compare the clocks.");
  if (now > end) return new CosError("AccessDenied", "Request has expired");
  return undefined;
}

function compare(
  request: SignedRequest,
  authorization: Authorization,
  headers: ReadonlyMap<string, readonly string[]>,
  secretKey: string,
): Verdict {
  const { headerList, paramList, keyTime, signature } = authorization;
  const signedHeaders = headerList.flatMap((name): SignedPair[] =>
    (headers.get(name) ?? []).map((value) => [name, headerText(value)]),
  );
  const signedParams = request.query
    .map(([name, value]): SignedPair => [name.toLowerCase(), value])
    .filter(([name]) => paramList.includes(name));
  const expected = signatureTexts({ ...request, params: signedParams, headers: signedHeaders, keyTime, secretKey });

  const complete = signedHeaders.length === headerList.length && signedParams.length === paramList.length;
  const equal = timingSafeEqual(Buffer.from(expected.signature), Buffer.from(signature));
  if (complete && equal) return { ok: true, secretId: authorization.secretId, signedHeaders: new Set(headerList) };
  const message = "The signature is not the one calculated here. Compare StringToSign and FormatString with your own.";
  return { ok: false, error: new CosError("SignatureDoesNotMatch", message, { clue: expected }) };
}

/** Lower-case name → every value given, in order. */
export function headerMap(rawHeaders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const [values, value] = [map.get(name), rawHeaders[i + 1] ?? ""];
    // Not copied: a head has room for thousands of one name.
    if (values === undefined) map.set(name, [value]);
    else values.push(value);
  }
  return map;
}

/** Node hands header bytes over as Latin-1. A client that signed text sent it as UTF-8 or as Latin-1: take what fits. */
function headerText(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : value;
}
