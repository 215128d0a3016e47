import type { ServerResponse } from "node:http";

/** What a host's page loads from here, and the types it is served as. Nothing in it is secret. */
export const EMBED_SCRIPTS: Readonly<Record<string, string>> = {
  "/embed.js": "text/javascript; charset=utf-8",
  "/embed.global.js": "text/javascript; charset=utf-8",
  "/embed.d.ts": "text/plain; charset=utf-8",
};

/** Lets any page load an answer: a module script is fetched with CORS, and a page under COEP wants CORP said. */
export function allowAnyOrigin(res: Pick<ServerResponse, "setHeader">): void {
  res.setHeader("Access-Control-Allow-Origin", "*");
  res.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
}
