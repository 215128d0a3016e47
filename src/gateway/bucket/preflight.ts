import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, headerText, type UpstreamAnswer } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { CORS_REQUEST_HEADERS } from "./cors-rule.ts";

/** How long a bucket may take for a preflight, in ms. */
const PREFLIGHT_DEADLINE_MS = 5_000;

/** Whether pages of one origin may PUT, and if not, what is missing; a sentence. */
export type PreflightVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly why: string;
      /** The bucket said nothing of its rule: it could not be reached, or was failing. */
      readonly unanswered?: true;
    };

/** Asks a bucket what a browser would ask before a PUT from a page of `origin` (Fetch standard, CORS-preflight). */
export async function preflight(
  upstream: Upstream,
  url: URL,
  origin: string,
  withToken: boolean,
): Promise<PreflightVerdict> {
  const wanted = CORS_REQUEST_HEADERS.filter((name) => withToken || name !== "x-cos-security-token");
  const headers = {
    host: url.host,
    origin,
    "access-control-request-method": "PUT",
    "access-control-request-headers": wanted.join(","),
  };
  try {
    const question = { method: "OPTIONS", headers, deadlineMs: PREFLIGHT_DEADLINE_MS, cap: ANSWER_CAP } as const;
    return judge(await ask(upstream, url, question), origin, wanted);
  } catch (error) {
    return { ...refuse(`The bucket cannot be reached (${reasonOf(error)}).`), unanswered: true };
  }
}

function judge(answer: UpstreamAnswer, origin: string, wanted: readonly string[]): PreflightVerdict {
  if (answer.status === 429 || answer.status >= 500)
    return { ...refuse(`The bucket is busy or failing (HTTP ${answer.status} to the preflight).`), unanswered: true };
  if (answer.status < 200 || answer.status > 299) {
    return refuse(`The bucket refuses uploads from pages of ${origin} (HTTP ${answer.status} to the preflight).`);
  }
  const allowedOrigin = headerText(answer.headers, "access-control-allow-origin");
  if (allowedOrigin !== "*" && allowedOrigin !== origin)
    return refuse(`The bucket's CORS rule does not name ${origin}.`);
  if (!listed(answer, "access-control-allow-methods").includes("put")) {
    return refuse("The bucket's CORS rule does not allow the method PUT.");
  }
  const allowedHeaders = listed(answer, "access-control-allow-headers");
  // Browsers take "*" for every name but this one.
  const missing = wanted.find(
    (name) => !allowedHeaders.includes(name) && !(allowedHeaders.includes("*") && name !== "authorization"),
  );
  return missing === undefined
    ? { allowed: true }
    : refuse(`The bucket's CORS rule does not allow the request header ${missing}.`);
}

function listed({ headers }: UpstreamAnswer, name: string): string[] {
  return (headerText(headers, name) ?? "").split(",").map((part) => part.trim().toLowerCase());
}

function refuse(why: string) {
  return { allowed: false, why } as const;
}
