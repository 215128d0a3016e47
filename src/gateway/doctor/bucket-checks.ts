import { objectPath } from "../../cos/object-url.ts";
import { SIGNATURE_LIFETIME_SECONDS, signHead, signPut } from "../backend/sign-put.ts";
import { corsRuleJson, corsRuleXml } from "../bucket/cors-rule.ts";
import { preflight } from "../bucket/preflight.ts";
import type { BucketMode } from "../config/mode.ts";
import { createUpstream, type Upstream } from "../outgoing/upstream.ts";
import { compareObject } from "../relay/same-object.ts";
import { readSignedHeaders } from "../relay/signed-headers.ts";
import { checkClock } from "./check-clock.ts";
import { checkLink } from "./check-link.ts";
import { type Finding, fail, note, ok } from "./finding.ts";
import { adviseOnCertificate, type PutOutcome, sendPicture } from "./send-picture.ts";
import { TEST_PICTURE_REQUEST } from "./test-picture.ts";

/** One object, always the same: the doctor may come often. */
const KEY_NAME = "cosdrop-doctor.png";

/**
 * Tries everything that an upload into one's own bucket needs. Never throws.
 * @param pageOrigins of the pages that will put; without `pageIsKnown`, of all but cosdrop's own.
 */
export async function checkBucket(
  mode: BucketMode,
  { pageOrigins, pageIsKnown }: { readonly pageOrigins: readonly string[]; readonly pageIsKnown: boolean },
): Promise<Finding[]> {
  const upstream = createUpstream({ namedOrigins: [mode.origin] });
  const key = `${mode.keyPrefix}/${KEY_NAME}`;
  try {
    const written = await checkWriting(upstream, mode, key);
    if (written.some(({ status }) => status === "fail")) return written;
    const path = objectPath(key);
    return [
      ...written,
      ...(mode.credentials.securityToken === undefined ? [] : [KEY_IS_TEMPORARY]),
      await checkHead(upstream, mode, new URL(`${mode.origin}${path}`)),
      ...(pageIsKnown || mode.route === "relay" ? [] : [PAGE_UNKNOWN]),
      ...(await checkCors(upstream, mode, pageOrigins)),
      ...(await checkLink(new URL(`${mode.linkOrigin}${path}`), "ours")),
    ];
  } finally {
    upstream.close();
  }
}

const PAGE_UNKNOWN = note(
  "With PORT=0 the page's origin is another one at each start, and no CORS rule can name it.",
  "Give PORT a number, or set PUBLIC_URL.",
);

const KEY_IS_TEMPORARY = note(
  "This key is a temporary one: uploads end when it does.",
  "Before that, give a new key and its COS_SESSION_TOKEN, and restart the gateway; or use a permanent key with no more permissions than this one.",
);

async function checkWriting(upstream: Upstream, mode: BucketMode, key: string): Promise<Finding[]> {
  const { origin, linkOrigin, credentials } = mode;
  const data = signPut(TEST_PICTURE_REQUEST, { origin, linkOrigin, key }, credentials);
  const url = new URL(data.url);
  const signed = readSignedHeaders(data.header, TEST_PICTURE_REQUEST, url.host);
  if (!signed.ok) throw new Error(signed.problem);
  const { outcome, status, date } = await sendPicture(upstream, url, signed.headers);
  const clock = status === undefined ? [] : [checkClock(date, "us")];
  return [...clock, explainPut(outcome, status, origin)];
}

/** COS's codes, and which variable is behind each. */
const FIXES: Readonly<Record<string, string>> = {
  InvalidAccessKeyId:
    "Correct COS_SECRET_ID: COS does not know this key, or it was disabled. A temporary one needs COS_SESSION_TOKEN too.",
  SignatureDoesNotMatch: "Correct COS_SECRET_KEY: it is not the one that belongs to COS_SECRET_ID.",
  AccessDenied: "Allow this key cos:PutObject and cos:HeadObject on the objects below COS_KEY_PREFIX.",
  ExpiredToken: "Give a fresh COS_SESSION_TOKEN with its COS_SECRET_ID and COS_SECRET_KEY: the old one has expired.",
  RequestTimeTooSkewed: "Set this machine's clock by NTP.",
  PermanentRedirect: "Correct COS_REGION or COS_ENDPOINT: the bucket is somewhere else.",
  NoSuchBucket: "Correct COS_BUCKET or COS_REGION: there is no such bucket.",
};

/** Where the bucket is, as the variables say it. */
const PLACE = "COS_BUCKET and COS_REGION (or COS_ENDPOINT)";

function explainPut(outcome: PutOutcome, status: number | undefined, origin: string): Finding {
  switch (outcome.kind) {
    case "stored":
      return ok(`The key may put objects into ${origin}.`);
    case "there":
      return ok(`The key may put objects into ${origin} (the test object was there already).`);
    case "unreachable": {
      const certificate = adviseOnCertificate(outcome.why);
      const fix = `Check ${PLACE}, and that this machine may connect to it.${certificate}`;
      return fail(`${origin} cannot be reached (${outcome.why}).`, fix);
    }
    case "strange":
      return fail(`${origin} ${outcome.what}.`, isPassing(status) ? LATER : `Check that ${PLACE} are the bucket's.`);
    case "refused":
      return explainRefusal(outcome, status, origin);
  }
}

const LATER = "Try again later.";

function isPassing(status: number | undefined): boolean {
  return status !== undefined && (status >= 500 || status === 429);
}

function explainRefusal(
  { code, message, said }: Extract<PutOutcome, { kind: "refused" }>,
  status: number | undefined,
  origin: string,
): Finding {
  // COS has one code for both: only the message tells a signature of the past from a key without rights.
  if (code === "AccessDenied" && /expired/i.test(message))
    return fail(
      `${origin} says that the signature has expired.`,
      `Set this machine's clock by NTP: signatures hold for ${SIGNATURE_LIFETIME_SECONDS} s.`,
    );
  const known = Object.hasOwn(FIXES, code) ? FIXES[code] : undefined;
  if (known !== undefined) return fail(`${origin} refuses a test object: ${code}.`, known);
  const fix = isPassing(status) ? LATER : "Look the code up in COS's list of error codes.";
  return fail(`${origin} refuses a test object: ${said}.`, fix);
}

async function checkHead(upstream: Upstream, { credentials, existsCheck }: BucketMode, url: URL): Promise<Finding> {
  const wanted = { ...TEST_PICTURE_REQUEST, keyNamesContent: true };
  const verdict = await compareObject(upstream, url, signHead(url, credentials), wanted);
  if (verdict === "same") return ok("The key may look objects up, so a file that is there already is not sent again.");
  if (!existsCheck) return ok("The key may not look objects up, and with EXISTS_CHECK=off it need not.");
  return note(
    "The key may not look objects up, so a file that is there already is sent again.",
    "Allow it cos:HeadObject below COS_KEY_PREFIX, or set EXISTS_CHECK=off to save the question.",
  );
}

async function checkCors(upstream: Upstream, mode: BucketMode, pageOrigins: readonly string[]): Promise<Finding[]> {
  if (mode.route === "relay") return [ok("The bucket needs no CORS rule: UPLOAD_ROUTE=relay.")];
  const url = new URL(`${mode.origin}/${mode.keyPrefix}/${KEY_NAME}`);
  const withToken = mode.credentials.securityToken !== undefined;
  const findings = await Promise.all(
    pageOrigins.map(async (origin): Promise<Finding> => {
      const verdict = await preflight(upstream, url, origin, withToken);
      if (verdict.allowed) return ok(`Pages of ${origin} may put straight into the bucket.`);
      const relayed = mode.route === "auto" ? " Until then, uploads go through the relay." : "";
      const fix = `Add the CORS rule below to the bucket.${relayed}`;
      return mode.route === "auto" ? note(verdict.why, fix) : fail(verdict.why, fix);
    }),
  );
  if (findings.every(({ status }) => status === "ok")) return findings;
  const rule = note(
    "The CORS rule, for the console (XML) and for SDKs and the command line (JSON):",
    `\n${corsRuleXml(pageOrigins)}\n\n${corsRuleJson(pageOrigins)}`,
  );
  return [...findings, rule];
}
