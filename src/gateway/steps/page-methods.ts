import { refuse } from "../http/answer.ts";
import type { Step } from "../http/exchange.ts";
import { badRequest, methodNotAllowed } from "../http/refusals.ts";

const PAGE_METHODS: readonly string[] = ["GET", "HEAD"];

/** The last step before the page's files: they can be read, and only by a path. */
export function pageMethods(): Step {
  return function pageMethodsStep(exchange, next) {
    const { req, path } = exchange;
    if (!PAGE_METHODS.includes(req.method ?? "")) return refuse(exchange, methodNotAllowed(PAGE_METHODS));
    if (!path.startsWith("/")) return refuse(exchange, NOT_A_PATH);
    return next();
  };
}

const NOT_A_PATH = badRequest({
  zh: "请求地址不正确，应为以 / 开头的路径。",
  en: "The request target is not a path. Send one that starts with a slash.",
});
