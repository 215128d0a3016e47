import { RELAY_PREFIX } from "../../contract/sign.ts";
import type { Step } from "../http/exchange.ts";
import { isApiPath } from "../http/surface.ts";
import { whenClosed } from "../http/when-closed.ts";
import type { Log } from "../log/log.ts";

const LONGEST_PATH_LOGGED = 200;

/**
 * One line for every finished answer: an API's, or a failure of the server's own, as information; the page's files and
 * health checks, for debugging only. The query stays out, and so does a ticket, which is as good as a password while it
 * lasts: nobody needs either to find a request again, the id does that.
 */
export function accessLog(log: Log): Step {
  return function accessLogStep(exchange, next) {
    const { req, res, path, id } = exchange;
    const started = performance.now();
    whenClosed(exchange, () => {
      const level = isApiPath(path) || res.statusCode >= 500 ? "info" : "debug";
      log[level](
        {
          requestId: id,
          method: req.method,
          path: path.startsWith(RELAY_PREFIX) ? `${RELAY_PREFIX}[ticket]` : path.slice(0, LONGEST_PATH_LOGGED),
          // Until a head is sent it is only Node's 200, which nobody was told.
          ...(res.headersSent && { status: res.statusCode }),
          ...(exchange.refused !== undefined && { reason: exchange.refused }),
          ...(!res.writableFinished && { aborted: true }),
          ms: Math.round(performance.now() - started),
        },
        "request",
      );
    });
    return next();
  };
}
