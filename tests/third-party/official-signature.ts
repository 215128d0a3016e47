import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import COS from "cos-nodejs-sdk-v5";

/** A temporary key, as a sign API would use. */
export interface ThirdPartyKey {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
}

/** The official SDK's own signature of a PUT; it signs what it deems signable of `headers`. */
export function officialSignature(
  key: ThirdPartyKey,
  path: string,
  headers: Readonly<Record<string, string>>,
  keyTime: string,
): string {
  return COS.getAuthorization({
    SecretId: key.secretId,
    SecretKey: key.secretKey,
    Method: "PUT",
    Pathname: path,
    Headers: { ...headers },
    KeyTime: keyTime,
  });
}

/** Why a PUT's signature is not taken: COS's error code and message, or `undefined` for a good one. */
export function refuseSignature(req: IncomingMessage, key: ThirdPartyKey): [code: string, message: string] | undefined {
  const authorization = req.headers.authorization;
  if (authorization === undefined) return ["AccessDenied", "Access Denied."];
  const fields = new URLSearchParams(authorization.replaceAll("+", "%2B"));
  const keyTime = fields.get("q-sign-time") ?? "";
  const [start, end] = keyTime.split(";").map(Number);
  const now = Date.now() / 1000;
  if (start !== undefined && start > now + 900) return ["RequestTimeTooSkewed", "The request time is too far ahead."];
  if (end !== undefined && end < now) return ["AccessDenied", "Request has expired"];
  if (fields.get("q-ak") !== key.secretId) return ["InvalidAccessKeyId", "The access key Id does not exist."];
  if (req.headers["x-cos-security-token"] !== key.token) return ["ExpiredToken", "The token has expired."];

  const signed = (fields.get("q-header-list") ?? "").split(";");
  const headers = Object.fromEntries(signed.map((name) => [name, String(req.headers[name] ?? "")]));
  const path = decodeURIComponent((req.url ?? "").replace(/\?.*$/s, ""));
  const expected = Buffer.from(officialSignature(key, path, headers, keyTime));
  const given = Buffer.from(authorization);
  const same = expected.length === given.length && timingSafeEqual(expected, given);
  return same ? undefined : ["SignatureDoesNotMatch", "The Signature you specified is invalid."];
}
