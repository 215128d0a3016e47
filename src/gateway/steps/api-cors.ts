import { CONFIG_PATH } from "../../contract/config.ts";
import { EMBED_PASS_HEADER } from "../../contract/embed-protocol.ts";
import { OPAQUE_ORIGIN } from "../../contract/origins.ts";
import { ENCRYPTED_HEADER } from "../../contract/put-success.ts";
import { EXISTED_HEADER, RELAY_PREFIX, SIGN_PATH } from "../../contract/sign.ts";
import { PREFLIGHT_MAX_AGE_SECONDS } from "../../store/cors.ts";
import type { EmbedPasses } from "../embed-pass.ts";
import { refuse } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { methodNotAllowed, originRefused, passRefused } from "../http/refusals.ts";

/** What pages of other origins may do, and with which request headers. */
interface SharedEndpoint {
  readonly method: string;
  readonly requestHeaders: string;
}
const SIGN: SharedEndpoint = { method: "GET", requestHeaders: "authorization" };
/** For the page itself, in a frame without an origin. */
const CONFIG: SharedEndpoint = { method: "GET", requestHeaders: "accept" };
const UPLOAD: SharedEndpoint = { method: "PUT", requestHeaders: "content-type" };
const VARY = "Origin, Sec-Fetch-Site";
const EXPOSED_HEADERS = `Retry-After, X-Request-Id, x-cos-request-id, ETag, ${ENCRYPTED_HEADER}, ${EXISTED_HEADER}`;

/** Whose pages may call the API. */
export interface ApiCorsOptions {
  /** The page itself: browsers name it in `Origin` too, on some requests. */
  readonly ownOrigins: readonly string[];
  /** Others that may ask for signatures and send what was signed. */
  readonly corsOrigins: readonly string[];
  /** Of frames without an origin; absent where nobody may frame the page. */
  readonly passes?: EmbedPasses | undefined;
}

/** What browsers say of a request that another page made (Fetch Metadata), whether or not they name its origin. */
const OTHER_PAGES: readonly (string | undefined)[] = ["cross-site", "same-site"];

/**
 * CORS for signing and for the relay. A request with an origin that is not listed is refused before it can use up
 * anything, not only kept from reading the answer. One without an origin that another page made, such as an `<img>` of
 * this address, is refused as well; who is no browser says nothing of it, and may ask.
 */
export function apiCors({ ownOrigins, corsOrigins, passes }: ApiCorsOptions): Step {
  const own = new Set(ownOrigins);
  const others = new Set(corsOrigins);
  return function apiCorsStep(exchange, next) {
    const { req, res } = exchange;
    const { origin, "sec-fetch-site": site } = req.headers;
    const isOpaque = origin === OPAQUE_ORIGIN;
    const endpoint = isOpaque && exchange.path === CONFIG_PATH ? CONFIG : sharedEndpoint(exchange.path);
    if (endpoint === undefined) return next();
    const listed = origin === undefined ? !OTHER_PAGES.includes(site) : own.has(origin) || others.has(origin);
    if (isOpaque && passes !== undefined) {
      if (!isAdmitted(exchange, passes)) return refuse(exchange, passRefused());
    } else if (!listed) return refuse(exchange, originRefused());

    res.setHeader("Vary", VARY);
    if (origin !== undefined) {
      res.setHeader("Access-Control-Allow-Origin", origin);
      res.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    }
    if (req.method !== "OPTIONS") return next();
    if (origin === undefined) return refuse(exchange, methodNotAllowed([endpoint.method]));
    res.writeHead(204, {
      "access-control-allow-methods": endpoint.method,
      "access-control-allow-headers": isOpaque
        ? `${endpoint.requestHeaders}, ${EMBED_PASS_HEADER}`
        : endpoint.requestHeaders,
      "access-control-max-age": String(PREFLIGHT_MAX_AGE_SECONDS),
    });
    res.end();
  };
}

/**
 * Whether a request without an origin may go on: with a pass. A preflight only asks and shows none, and an upload's
 * ticket says more than a pass could.
 */
function isAdmitted({ req, path }: Exchange, passes: EmbedPasses): boolean {
  return req.method === "OPTIONS" || path.startsWith(RELAY_PREFIX) || passes.isShown(req);
}

function sharedEndpoint(path: string): SharedEndpoint | undefined {
  if (path === SIGN_PATH) return SIGN;
  return path.startsWith(RELAY_PREFIX) ? UPLOAD : undefined;
}
