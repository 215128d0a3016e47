import type { Backend } from "../backend/backend.ts";
import { sendJson } from "../http/answer.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { route } from "../http/route.ts";

/** Where load balancers ask. */
export const HEALTH_PATH = "/healthz";

/** Whether uploads can work: 200 or 503, with what is known of the parts. */
export function healthz(backend: Pick<Backend, "health">): Step {
  const answer = async (exchange: Exchange) => {
    const { ok, details } = await backend.health().catch((error: unknown) => {
      exchange.log.error({ err: error }, "health check failed");
      return { ok: false, details: {} };
    });
    sendJson(exchange, ok ? 200 : 503, { status: ok ? "ok" : "failing", ...details });
  };
  return route(HEALTH_PATH, { GET: answer, HEAD: answer });
}
