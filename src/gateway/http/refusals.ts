import type { ErrorCode } from "../../contract/errors.ts";
import { OPAQUE_ORIGIN } from "../../contract/origins.ts";
import { formatSize } from "../config/size.ts";
import { LONGEST_TOKEN_SECONDS, SHORTEST_TOKEN_SECRET } from "../token/temporary-token.ts";

/** An error answer before it has its envelope. Nothing here repeats what a client sent. */
export interface Refusal {
  /** HTTP status, and the envelope's `code`. */
  readonly status: number;
  readonly reason: ErrorCode;
  /** For people, in Chinese, as the published API speaks. */
  readonly message: string;
  /** The same in English, with the next step. */
  readonly tips: string;
  readonly headers?: Record<string, string>;
  /** The access token was a good one, and its time is over: another one of its kind will do. */
  readonly expired?: true;
}

/** @param problem what is wrong with the request, in Chinese and in English; a whole sentence each. */
export function badRequest(problem: { zh: string; en: string }): Refusal {
  return { status: 400, reason: "bad_request", message: problem.zh, tips: problem.en };
}

/** @param wanted what the parameter has to be, in Chinese and in English; it completes a sentence. */
export function badParameter(name: string, wanted: { zh: string; en: string }): Refusal {
  return badRequest({
    zh: `参数 ${name} 不正确，应为：${wanted.zh}。`,
    en: `The parameter ${name} is not right. Send ${wanted.en}.`,
  });
}

/** The file's type is none of `accept`. */
export function typeNotAccepted(accept: readonly string[]): Refusal {
  return {
    status: 400,
    reason: "type_not_accepted",
    message: `不接受此文件类型，仅支持：${accept.join("、")}。`,
    tips: `Files of this type are not accepted. Send one of these: ${accept.join(", ")}.`,
  };
}

/** A size of 0. */
export function emptyFile(): Refusal {
  return {
    status: 400,
    reason: "empty_file",
    message: "文件为空，无法上传。",
    tips: "The file is empty. Choose one that has content.",
  };
}

/** @param limit in bytes. */
export function tooLarge(limit: number): Refusal {
  return {
    status: 413,
    reason: "too_large",
    message: `文件过大，上限为 ${formatSize(limit)}。`,
    tips: `The file is too large. Send at most ${formatSize(limit)} (${limit} bytes).`,
  };
}

/** No access token, or a wrong one: which of the two is not said. */
export function tokenNeeded(): Refusal {
  return {
    status: 401,
    reason: "token_needed",
    message: "需要访问口令，或口令不正确。",
    tips: "An access token is needed, or the one given is wrong. Send it as Authorization: Bearer <token>.",
    headers: { "www-authenticate": 'Bearer realm="cosdrop"' },
  };
}

const INVALID_TOKEN = 'Bearer realm="cosdrop", error="invalid_token"';

/** A temporary access token whose time is over. */
export function tokenExpired(): Refusal {
  return {
    status: 401,
    reason: "token_needed",
    message: "临时访问口令已过期。",
    tips: "The temporary access token has expired. Ask for a new one where this one came from.",
    // RFC 6750, 3.1.
    headers: { "www-authenticate": `${INVALID_TOKEN}, error_description="expired"` },
    expired: true,
  };
}

/** A temporary access token whose expiry is farther away than any may be. */
export function tokenTooLong(): Refusal {
  const days = LONGEST_TOKEN_SECONDS / 86_400;
  return {
    status: 401,
    reason: "token_needed",
    message: `临时访问口令的有效期不能超过 ${days} 天，到期时间的单位为秒。`,
    tips: `A temporary access token may last for ${days} days at most. Its expiry is in seconds since 1970, not in ms.`,
    headers: { "www-authenticate": INVALID_TOKEN },
  };
}

/** A temporary access token made of a secret that could be found by trying. */
export function tokenSecretWeak(): Refusal {
  return {
    status: 401,
    reason: "token_needed",
    message: `ACCESS_TOKEN 少于 ${SHORTEST_TOKEN_SECRET} 个字符，不能用于生成临时访问口令。`,
    tips: `Temporary access tokens need an ACCESS_TOKEN of at least ${SHORTEST_TOKEN_SECRET} characters. The operator can make one with: openssl rand -hex 32`,
    headers: { "www-authenticate": INVALID_TOKEN },
  };
}

/** The Host header is none of ours, or there is not exactly one. */
export function hostRefused(): Refusal {
  return {
    status: 403,
    reason: "host_refused",
    message: "不允许通过此地址访问本服务。",
    tips: "This gateway does not answer under this host name. Open it at localhost; the operator can set PUBLIC_URL to this address.",
  };
}

/** A page of another origin asks, which is not listed. */
export function originRefused(): Refusal {
  return {
    status: 403,
    reason: "origin_refused",
    message: "不允许此来源调用签名接口。",
    tips: "This origin may not call the sign API. The operator can add it to CORS_ORIGINS.",
    headers: { vary: "Origin, Sec-Fetch-Site" },
  };
}

/** A frame without an origin whose pass is missing, over, or another client's. It may read that, and say what to do. */
export function passRefused(): Refusal {
  return {
    status: 403,
    reason: "origin_refused",
    message: "嵌入页面的通行证缺失或已过期，或网络地址已变更，请刷新页面。",
    tips: "This frame's pass is missing or has expired, or your network address has changed. Reload the page.",
    headers: { vary: "Origin", "access-control-allow-origin": OPAQUE_ORIGIN },
  };
}

/** An API path at which nothing answers. */
export function notFound(): Refusal {
  return {
    status: 404,
    reason: "not_found",
    message: "接口不存在。",
    tips: "There is nothing at this path. The sign API is GET /tool/cos/sign.",
  };
}

/** @param allow the methods that do work here. */
export function methodNotAllowed(allow: readonly string[]): Refusal {
  return {
    status: 405,
    reason: "method_not_allowed",
    message: `不支持此请求方法，请使用 ${allow.join("、")}。`,
    tips: `This method is not allowed here. Use ${allow.join(" or ")}.`,
    headers: { allow: allow.join(", ") },
  };
}

/** A bug, or a failure that nobody had a name for. */
export function gatewayFailed(): Refusal {
  return {
    status: 500,
    reason: "gateway_failed",
    message: "服务内部错误，请稍后重试。",
    tips: "Something went wrong inside the gateway. Try again; the operator can find the cause in the log by requestId.",
  };
}

/** @param waitMs how long until another request is allowed. */
export function rateLimited(waitMs: number): Refusal {
  return {
    status: 429,
    reason: "rate_limited",
    message: "请求过于频繁，请稍后重试。",
    tips: "Too many requests from this address. Wait as long as Retry-After says.",
    headers: retryAfter(waitMs),
  };
}

/** @param waitMs how long until the next day begins. */
export function dailyLimit(waitMs: number): Refusal {
  return {
    status: 429,
    reason: "daily_limit",
    message: "今日上传总量已达上限，请明天再试。",
    tips: "The bytes that this gateway may sign for in one day are used up. Try again tomorrow.",
    headers: retryAfter(waitMs),
  };
}

function retryAfter(ms: number): Record<string, string> {
  return { "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) };
}

/** Metrics are asked for from elsewhere and without the token. */
export function metricsRefused(): Refusal {
  return {
    status: 403,
    reason: "token_needed",
    message: "指标仅供本机查看，从别处查看需携带访问口令。",
    tips: "Metrics are for this machine alone; from elsewhere, send the access token as Authorization: Bearer <token>.",
  };
}
