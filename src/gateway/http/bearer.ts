import { createHash, timingSafeEqual } from "node:crypto";
import type { Exchange } from "./exchange.ts";

/** Whether a request bears the token (RFC 6750, 2.1). Takes as long for a wrong one as for the right one. */
export function bearerCheck(token: string): (exchange: Exchange) => boolean {
  const wanted = digest(token);
  return function isBearer({ req }) {
    const [, given] = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "") ?? [];
    return given !== undefined && timingSafeEqual(digest(given), wanted);
  };
}

/** Equal lengths for `timingSafeEqual`, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
