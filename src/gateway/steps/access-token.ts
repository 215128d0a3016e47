import { SIGN_PATH } from "../../contract/sign.ts";
import { refuse } from "../http/answer.ts";
import { bearerCheck } from "../http/bearer.ts";
import type { Step } from "../http/exchange.ts";
import { tokenNeeded } from "../http/refusals.ts";

/** Lets only bearers of the token sign; without a token everybody may. */
export function accessToken(token: string | undefined): Step {
  const isBearer = token === undefined ? undefined : bearerCheck(token);
  return function accessTokenStep(exchange, next) {
    if (isBearer === undefined || exchange.path !== SIGN_PATH || isBearer(exchange)) return next();
    return refuse(exchange, tokenNeeded());
  };
}
