import { RELAY_PREFIX } from "../../contract/sign.ts";

/** Paths that belong to the gateway's own surface, whether or not something answers there. */
const API_PREFIXES = ["/api/", "/tool/", RELAY_PREFIX];

/** Whether a path is for programs: never answered with a page. */
export function isApiPath(path: string): boolean {
  return API_PREFIXES.some((prefix) => path.startsWith(prefix));
}
