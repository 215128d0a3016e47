import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorCode } from "../../contract/errors.ts";
import type { Log } from "../log/log.ts";
import { refuse } from "./answer.ts";
import type { Exchange, Handler, Step } from "./exchange.ts";
import { gatewayFailed } from "./refusals.ts";
import { takeAbsoluteTarget } from "./request-target.ts";

/** Joins steps, in their order, to one request handler. What no step answers goes to the handler's `next`. */
export function createHandler(steps: readonly Step[], log: Log): Handler {
  return function gateway(req, res, next) {
    takeAbsoluteTarget(req);
    const exchange = new RequestExchange(req, res, log);
    const fail = (error: unknown) => failExchange(exchange, error);
    try {
      runFrom(steps, 0, exchange, next)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}

class RequestExchange implements Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly id = randomUUID();
  readonly path: string;
  readonly search: string;
  refused?: ErrorCode;
  readonly #log: Log;
  #own: Log | undefined;

  constructor(req: IncomingMessage, res: ServerResponse, log: Log) {
    const url = req.url ?? "";
    const queryAt = url.indexOf("?");
    this.req = req;
    this.res = res;
    this.path = queryAt === -1 ? url : url.slice(0, queryAt);
    this.search = queryAt === -1 ? "" : url.slice(queryAt + 1);
    this.#log = log;
  }

  /** Made when it is needed: most requests say one line, and that one carries the id by itself. */
  get log(): Log {
    this.#own ??= this.#log.child({ requestId: this.id });
    return this.#own;
  }
}

function runFrom(
  steps: readonly Step[],
  index: number,
  exchange: Exchange,
  next: () => void,
): Promise<void> | undefined {
  const step = steps[index];
  if (step === undefined) {
    next();
    return undefined;
  }
  return step(exchange, () => runFrom(steps, index + 1, exchange, next)) ?? undefined;
}

/** A bug, or a failure that no step had a name for: the log gets it whole, the client gets the id. */
function failExchange(exchange: Exchange, error: unknown): void {
  exchange.log.error({ err: error }, "request failed");
  if (exchange.res.headersSent) exchange.res.destroy();
  else refuse(exchange, gatewayFailed());
}
