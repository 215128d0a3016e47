import type { Step } from "../http/exchange.ts";

/** Tells the client the id under which the log has its request. */
export function requestId(): Step {
  return function requestIdStep({ res, id }, next) {
    res.setHeader("X-Request-Id", id);
    return next();
  };
}
