import { type ErrorCode, type Failure, UploadError } from "../contract/errors.ts";
import { isShowableLink, readSignAnswer, SIGN_PATH, type SignEnvelope, signSearch } from "../contract/sign.ts";
import type { Signer } from "../engine/ports.ts";
import { type AccessToken, isSendable } from "./access-token.ts";
import { getJson, type JsonAnswer } from "./http.ts";
import type { ConfigSource } from "./put-route.ts";
import { nameSizeRefusal } from "./size-refusal.ts";

/** What a signer needs of the page. */
export interface SignFetchOptions extends ConfigSource {
  /** The access token to send, where there is one; told when it will not do. */
  token: Pick<AccessToken, "get" | "refuse">;
}

/** Asks this gateway's sign API. */
export function createSigner({ token, config, freshConfig }: SignFetchOptions): Signer {
  const signer: Signer = {
    async sign(signal, request) {
      const { value: bearer } = token.get();
      // The browser would throw, just as where it cannot reach the gateway.
      if (bearer !== undefined && !isSendable(bearer)) {
        token.refuse(bearer);
        throw new UploadError({ code: "token_needed", detail: "no header can carry the access token" });
      }
      const answer = await getJson(
        signal,
        `${SIGN_PATH}?${signSearch(request)}`,
        { unreachable: "gateway_unreachable", timeout: "sign_timeout" },
        bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      );
      const outcome = readSignAnswer(answer.json);
      if (outcome.kind === "granted") {
        for (const ask of [config, freshConfig]) {
          const { uploadOrigins } = await ask(signal);
          if (isShowableLink(outcome.data.CDN, uploadOrigins)) return outcome.data;
        }
        throw new UploadError({ code: "sign_nonsense", detail: "CDN is plain http", ...answer.facts });
      }
      if (outcome.kind === "refused") {
        const failure = refusal(outcome.envelope, answer);
        if (failure.code === "token_needed") {
          token.refuse(bearer, outcome.envelope.expired);
          const { value, refused } = token.get();
          // Another one has come while this one was under way, from the person, the host or another tab.
          if (value !== undefined && value !== bearer && !refused) return signer.sign(signal, request);
        }
        const code = await nameSizeRefusal(signal, failure.code, request.size, { config, freshConfig });
        throw new UploadError({ ...failure, code });
      }
      const { status } = answer;
      throw new UploadError({ code: codeForNonsense(status), status, detail: outcome.why, ...answer.facts });
    },
  };
  return signer;
}

function refusal({ reason, code, message, requestId }: SignEnvelope, { status, facts }: JsonAnswer): Failure {
  return {
    code: reason ?? codeForStatus(code),
    status,
    detail: message || `code ${code}`,
    ...facts,
    ...(requestId !== undefined && { requestId }),
  };
}

/** What stands before the gateway answers in its own words when it is too busy, or finds no gateway behind it. */
function codeForNonsense(status: number): ErrorCode {
  if (status === 429) return "rate_limited";
  return status >= 500 ? "gateway_failed" : "sign_nonsense";
}

/** A sign API of somebody else's gives no `reason`; its code is an HTTP status where it follows the contract. */
function codeForStatus(code: number): ErrorCode {
  if (code === 401) return "token_needed";
  if (code === 413) return "too_large";
  if (code === 429) return "rate_limited";
  if (code === 502 || code === 503) return "sign_unreachable";
  if (code === 504) return "sign_timeout";
  return "sign_refused";
}
