import type { IncomingMessage } from "node:http";

const ABSOLUTE = /^https?:\/\/([^/?#]+)(?=[/?]|$)/i;

/**
 * Makes a whole URL in the request line the path in it, as every server has to take it (RFC 9112, 3.2.2), so that all
 * that follows sees paths alone. It has to name the very host of the Host header, which is what is checked later; any
 * other stays as it was sent, and is no path.
 */
export function takeAbsoluteTarget(req: IncomingMessage): void {
  const { url = "", headers } = req;
  if (url.startsWith("/")) return;
  const [start = "", authority] = ABSOLUTE.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== headers.host?.toLowerCase()) return;
  const rest = url.slice(start.length);
  req.url = rest.startsWith("/") ? rest : `/${rest}`;
  // Vite's server keeps what was sent, and reads it.
  if ("originalUrl" in req) req.originalUrl = req.url;
}
