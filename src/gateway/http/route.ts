import { refuse } from "./answer.ts";
import type { Exchange, Step } from "./exchange.ts";
import { methodNotAllowed } from "./refusals.ts";

type Answerer = (exchange: Exchange, next: Parameters<Step>[1]) => Promise<void> | void;

/** A step that answers one exact path by method; other methods are 405, other paths are not its business. */
export function route(path: string, answerers: Readonly<Record<string, Answerer>>): Step {
  return function routeStep(exchange, next) {
    if (exchange.path !== path) return next();
    const { method = "" } = exchange.req;
    const answerer = Object.hasOwn(answerers, method) ? answerers[method] : undefined;
    return answerer ? answerer(exchange, next) : refuse(exchange, methodNotAllowed(Object.keys(answerers)));
  };
}
