import { sameText } from "../token/same-text.ts";
import { isTemporaryForm, judgeTemporaryToken, type TokenVerdict } from "../token/temporary-token.ts";
import type { Exchange } from "./exchange.ts";

/** Who a request comes from, as far as its `Authorization: Bearer` says (RFC 6750, 2.1). */
export interface BearerChecks {
  /** The operator: bears ACCESS_TOKEN itself. */
  isOperator(exchange: Exchange): boolean;
  /** Whether this one may sign: with ACCESS_TOKEN, or with a temporary token that was made of it. */
  judge(exchange: Exchange): TokenVerdict;
}

/** @param now ms since the epoch. */
export function createBearerChecks(accessToken: string, now: () => number = Date.now): BearerChecks {
  const isSecret = (given: string | undefined) => given !== undefined && sameText(given, accessToken);
  return {
    isOperator: (exchange) => isSecret(bearerOf(exchange)),
    judge(exchange) {
      const given = bearerOf(exchange);
      // Never compared with the secret: a temporary token that somebody set as ACCESS_TOKEN would have no end.
      if (given !== undefined && isTemporaryForm(given)) return judgeTemporaryToken(accessToken, given, now());
      return isSecret(given) ? "good" : "wrong";
    },
  };
}

function bearerOf({ req }: Exchange): string | undefined {
  return /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "")?.[1];
}
