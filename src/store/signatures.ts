import { timingSafeEqual } from "node:crypto";
import { isSignatureParam } from "../cos/authorization.ts";
import { verifyRequest } from "../cos/verify.ts";
import { headerOf, type ObjectRequest } from "./exchange.ts";
import type { Store } from "./store.ts";

/** Whether a request is signed, rightly or not, by a header or by its URL. */
export function isSigned(request: ObjectRequest): boolean {
  return headerOf(request, "authorization") !== undefined || request.target.query.some(isSignatureParam);
}

/**
 * The names of the headers that the request's signature covers.
 * @throws CosError for a request that is not signed, or not rightly.
 */
export function requireSignature(store: Store, request: ObjectRequest): ReadonlySet<string> {
  const { req, target } = request;
  const verdict = verifyRequest(
    { method: req.method ?? "", path: target.path, query: target.query, rawHeaders: req.rawHeaders },
    { findSecret: (secretId) => findSecret(store, secretId), now: Math.floor(store.now() / 1000) },
  );
  if (!verdict.ok) throw verdict.error;
  return verdict.signedHeaders;
}

/** The store has one permanent key; a security token beside it changes nothing. */
function findSecret(store: Store, secretId: string): string | undefined {
  const { credentials } = store.options;
  const given = Buffer.from(secretId);
  const ours = Buffer.from(credentials.secretId);
  const known = given.length === ours.length && timingSafeEqual(given, ours);
  return known ? credentials.secretKey : undefined;
}
