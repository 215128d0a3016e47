import { SIGN_PATH } from "../../contract/sign.ts";
import type { Rate } from "../config/values.ts";
import { refuse } from "../http/answer.ts";
import type { Step } from "../http/exchange.ts";
import { rateLimited } from "../http/refusals.ts";
import { clientGroup, type FindClient } from "../limits/client-address.ts";
import { RateLimiter } from "../limits/rate-limiter.ts";

/** Limits how often one client may ask for a signature. Guesses at the access token count as well. */
export function rateLimit(rate: Rate | undefined, findClient: FindClient): Step {
  const limiter = rate === undefined ? undefined : new RateLimiter(rate);
  return function rateLimitStep(exchange, next) {
    if (limiter === undefined || exchange.path !== SIGN_PATH) return next();
    const waitMs = limiter.take(clientGroup(findClient(exchange.req).address), performance.now());
    return waitMs === 0 ? next() : refuse(exchange, rateLimited(waitMs));
  };
}
