import { randomBytes } from "node:crypto";
import type { SignRequest } from "../../contract/sign.ts";
import type { ThirdPartyMode } from "../config/mode.ts";
import { headerText } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { readCosError } from "../relay/store-answer.ts";
import { askSignApi } from "../third-party/ask-sign-api.ts";
import { checkGrant, type GrantVerdict, SIGNATURE_ENDED } from "../third-party/check-grant.ts";
import { checkClock } from "./check-clock.ts";
import { checkLink } from "./check-link.ts";
import { type Finding, fail, note, ok } from "./finding.ts";
import { sendPicture } from "./send-picture.ts";
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
      return [fail(`The sign API gives no signature (${outcome.why}).`, "Check SIGN_API_URL, and ask its operator.")];
    }
    const answers = ok(`The sign API at ${new URL(mode.signApiUrl).host} answers and signs.`);
    const { data } = outcome;
    const verdict = checkGrant(data, request, mode);
    if (!verdict.ok) {
      const origin = URL.parse(data.url)?.origin ?? "somewhere unreadable";
      return [answers, fail(`Its answer for ${origin} is refused: ${verdict.why}.`, fixOf(verdict, origin))];
    }
    const allowed = ok(`It points to ${new URL(verdict.grant.url).origin}, where this gateway may send bytes.`);
    const expires = tellExpiry(verdict.grant.expires);
    if (!upload) return [answers, allowed, expires, NOT_UPLOADED];

    const answer = await sendPicture(upstream, new URL(verdict.grant.url), verdict.grant.headers);
    const clock = checkClock(headerText(answer.headers, "date"));
    if (answer.status !== 200 && answer.status !== 409) {
      const code = readCosError(answer.body)?.code ?? `HTTP ${answer.status}`;
      return [
        answers,
        allowed,
        expires,
        clock,
        fail(`The store refuses a test picture: ${code}.`, "Ask the sign API's operator."),
      ];
    }
    const stored = ok("A test picture was uploaded.");
    return [answers, allowed, expires, clock, stored, ...(await checkLink(new URL(data.CDN), "theirs"))];
  } catch (error) {
    const why = reasonOf(error);
    return [
      fail(
        `The store cannot be reached (${why}).`,
        "Check that this machine may connect to it; a private address has to be named in RELAY_HOSTS as a whole origin.",
      ),
    ];
  } finally {
    signApi.close();
    upstream.close();
  }
}

const NOT_UPLOADED = note(
  "Nothing was uploaded.",
  "Run npm run doctor -- --upload to put a picture of one pixel there for real.",
);

function fixOf({ refusal, why }: Extract<GrantVerdict, { ok: false }>, origin: string): string {
  if (refusal.reason === "sign_destination_refused") return `If you trust it, add ${origin} to RELAY_HOSTS.`;
  if (why === SIGNATURE_ENDED) return "Set this machine's clock by NTP, or ask the sign API's operator.";
  return "Ask the sign API's operator.";
}

function tellExpiry(expires: number): Finding {
  return ok(`Its signatures hold for ${Math.round((expires - Date.now()) / 1000)} s.`);
}
