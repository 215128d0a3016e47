import { CONFIG_PATH, type PublicConfig } from "../../contract/config.ts";
import { sendJson } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { route } from "../http/route.ts";

/** What the page may know. */
export function publicConfig(config: PublicConfig): Step {
  const answer = (exchange: Exchange) => sendJson(exchange, 200, config);
  return route(CONFIG_PATH, { GET: answer, HEAD: answer });
}
