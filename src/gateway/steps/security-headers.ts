import { EMBED_PATH } from "../../contract/embed-protocol.ts";
import type { Step } from "../http/exchange.ts";

/** What the page never uses. Writing to the clipboard is not here: copying links is what it does. */
const PERMISSIONS_POLICY = ["camera", "geolocation", "microphone", "payment", "usb", "serial", "hid", "midi"]
  .map((feature) => `${feature}=()`)
  .join(", ");

/**
 * Headers on every answer, whoever writes it.
 * @param policies the Content-Security-Policy's values; the one for frames depends on the Host header.
 */
export function securityHeaders(policies: { readonly page: string; frame(host: string): string }): Step {
  return function securityHeadersStep({ req, res, path }, next) {
    const host = (req.headers.host ?? "").toLowerCase();
    res.setHeader("Content-Security-Policy", path === EMBED_PATH ? policies.frame(host) : policies.page);
    res.setHeader("Referrer-Policy", "no-referrer");
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.setHeader("Permissions-Policy", PERMISSIONS_POLICY);
    // Browsers heed it in a window of its own and ignore it inside a frame.
    res.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    return next();
  };
}
