import { refuse } from "../http/answer.ts";
import type { Step } from "../http/exchange.ts";
import { notFound } from "../http/refusals.ts";
import { isApiPath } from "../http/surface.ts";

/** Ends what no endpoint took, so that an API path is never answered with a page. */
export function apiNotFound(): Step {
  return function apiNotFoundStep(exchange, next) {
    return isApiPath(exchange.path) ? refuse(exchange, notFound()) : next();
  };
}
