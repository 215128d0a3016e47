import { randomBytes } from "node:crypto";
import type { SignRequest } from "../../contract/sign.ts";
import type { ThirdPartyMode } from "../config/mode.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { askSignApi, type SignApiOutcome } from "../third-party/ask-sign-api.ts";
import { checkGrant, type GrantVerdict, SIGNATURE_ENDED } from "../third-party/check-grant.ts";
import { checkClock } from "./check-clock.ts";
import { checkLink } from "./check-link.ts";
import { type Finding, fail, note, ok } from "./finding.ts";
import { adviseOnCertificate, type PutReport, sendPicture } from "./send-picture.ts";
import { TEST_PICTURE_REQUEST } from "./test-picture.ts";

/** A file that does not exist: asking for its signature stores nothing. */
function madeUpFile(): SignRequest {
  return { md5: randomBytes(16).toString("hex"), sha1: randomBytes(20).toString("hex"), size: 1024, type: "image/png" };
}

/**
 * Asks the sign API for a signature, and holds it to what the gateway would. Never throws.
 * @param upload really put the test picture where the signature says, and fetch it by its link.
 */
export async function checkThirdParty(mode: ThirdPartyMode, upload: boolean): Promise<Finding[]> {
  const signApi = createUpstream({ namedOrigins: [new URL(mode.signApiUrl).origin] });
  const upstream = createUpstream({ namedOrigins: mode.namedOrigins });
  try {
    const request = upload ? TEST_PICTURE_REQUEST : madeUpFile();
    const outcome = await askSignApi(signApi, mode.signApiUrl, request);
    if (outcome.kind === "refused") {
      return [fail(`The sign API gives no signature (${outcome.why}).`, fixOfSignApi(outcome))];
    }
    const answers = ok(`The sign API at ${new URL(mode.signApiUrl).host} answers and signs.`);
    const { data } = outcome;
    const verdict = checkGrant(data, request, mode);
    if (!verdict.ok) {
      const origin = URL.parse(data.url)?.origin ?? "somewhere unreadable";
      return [answers, fail(`Its answer for ${origin} is refused: ${verdict.why}.`, fixOf(verdict, origin))];
    }
    const { url, headers, expires } = verdict.grant;
    const allowed = ok(`It points to ${new URL(url).origin}, where this gateway may send bytes.`);
    const granted = [answers, allowed, tellExpiry(expires)];
    if (!upload) return [...granted, NOT_UPLOADED];
    return [...granted, ...(await checkPut(await sendPicture(upstream, new URL(url), headers), new URL(data.CDN)))];
  } finally {
    signApi.close();
    upstream.close();
  }
}

async function checkPut({ outcome, status, date }: PutReport, link: URL): Promise<Finding[]> {
  const clock = status === undefined ? [] : [checkClock(date, "them")];
  switch (outcome.kind) {
    case "stored":
      return [...clock, ok("A test picture was uploaded."), ...(await checkLink(link, "theirs"))];
    case "there":
      return [...clock, ok("The test picture was there already."), ...(await checkLink(link, "theirs"))];
    case "refused":
      return [...clock, fail(`The store refuses a test picture: ${outcome.said}.`, THEIRS)];
    case "strange":
      return [...clock, fail(`The store ${outcome.what}.`, THEIRS)];
    case "unreachable":
      return [
        fail(
          `The store cannot be reached (${outcome.why}).`,
          `Check that this machine may connect to it; a private address has to be named in RELAY_HOSTS as a whole origin.${adviseOnCertificate(outcome.why)}`,
        ),
      ];
  }
}

const THEIRS = "Ask the sign API's operator.";

function fixOfSignApi({ refusal: { reason }, why }: Extract<SignApiOutcome, { kind: "refused" }>): string {
  if (reason === "rate_limited" || reason === "daily_limit") return "Wait a moment, and run it again.";
  if (reason === "sign_unreachable" || reason === "sign_timeout")
    return `Check SIGN_API_URL and that this machine may connect to it, or try again later.${adviseOnCertificate(why)}`;
  if (reason === "sign_nonsense")
    return "Check that SIGN_API_URL is the whole address of the API itself, not of a page about it or one that redirects.";
  return "Check SIGN_API_URL, and ask its operator.";
}

const NOT_UPLOADED = note(
  "Nothing was uploaded.",
  "Run npm run doctor -- --upload to put a picture of one pixel there for real.",
);

function fixOf({ refusal, why }: Extract<GrantVerdict, { ok: false }>, origin: string): string {
  if (refusal.reason === "sign_destination_refused") return `If you trust it, add ${origin} to RELAY_HOSTS.`;
  if (why === SIGNATURE_ENDED) return "Set this machine's clock by NTP, or ask the sign API's operator.";
  return THEIRS;
}

function tellExpiry(expires: number): Finding {
  return ok(`Its signatures hold for ${Math.round((expires - Date.now()) / 1000)} s.`);
}
