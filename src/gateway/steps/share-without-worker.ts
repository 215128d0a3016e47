import { SHARE_FAILED_SEARCH, SHARE_PATH } from "../../contract/share.ts";
import type { Step } from "../http/exchange.ts";
import { route } from "../http/route.ts";

/**
 * A phone's share that no service worker took (it was unregistered, or the browser has forgotten it): the person gets
 * the page, which says so, and not an error in JSON.
 */
export function shareWithoutWorker(): Step {
  return route(SHARE_PATH, {
    POST({ req, res }) {
      // Unread bytes would break the connection before the browser has seen where to go.
      req.resume();
      res.writeHead(303, { location: `/${SHARE_FAILED_SEARCH}` }).end();
    },
  });
}
