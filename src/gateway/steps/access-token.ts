import { SIGN_PATH } from "../../contract/sign.ts";
import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { type Refusal, tokenExpired, tokenNeeded, tokenSecretWeak, tokenTooLong } from "../http/refusals.ts";
import type { TokenVerdict } from "../token/temporary-token.ts";

const REFUSALS: Readonly<Record<Exclude<TokenVerdict, "good">, () => Refusal>> = {
  wrong: tokenNeeded,
  expired: tokenExpired,
  too_long: tokenTooLong,
  weak_secret: tokenSecretWeak,
};

/** Lets only bearers of a token sign. @param judge absent where there is no token: then everybody may. */
export function accessToken(judge: ((exchange: Exchange) => TokenVerdict) | undefined): Step {
  return function accessTokenStep(exchange, next) {
    if (judge === undefined || exchange.path !== SIGN_PATH) return next();
    const verdict = judge(exchange);
    return verdict === "good" ? next() : refuse(exchange, REFUSALS[verdict]());
  };
}
