import { SIGN_PATH } from "../../contract/sign.ts";
import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { tokenNeeded } from "../http/refusals.ts";

/** Lets only bearers of the token sign. @param isBearer absent where there is no token: then everybody may. */
export function accessToken(isBearer: ((exchange: Exchange) => boolean) | undefined): Step {
  return function accessTokenStep(exchange, next) {
    if (isBearer === undefined || exchange.path !== SIGN_PATH || isBearer(exchange)) return next();
    return refuse(exchange, tokenNeeded());
  };
}
