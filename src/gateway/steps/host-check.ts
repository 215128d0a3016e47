import { refuse } from "../http/answer.ts";
import type { Step } from "../http/exchange.ts";
import { hostRefused } from "../http/refusals.ts";

/**
 * Refuses requests that came under a name which is not ours. Another site can point its own name at this machine (DNS
 * rebinding) and would then read answers as same-origin; the Host header gives it away.
 * @param hosts exact values of the Host header, lower case.
 */
export function hostCheck(hosts: Pick<ReadonlySet<string>, "has">): Step {
  return function hostCheckStep(exchange, next) {
    const { host } = exchange.req.headers;
    if (host !== undefined && hosts.has(host.toLowerCase()) && countHosts(exchange.req.rawHeaders) === 1) return next();
    return refuse(exchange, hostRefused());
  };
}

/** Node keeps the first of several Host headers; a proxy in front may have looked at another one. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === "host") count += 1;
  return count;
}
