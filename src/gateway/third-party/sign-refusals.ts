import type { ErrorCode } from "../../contract/errors.ts";
import type { Refusal } from "../http/refusals.ts";

type Headers = Record<string, string>;

/**
 * What the sign API itself said.
 * @param said its own words, without secrets.
 */
export function signRefused(status: number, reason: ErrorCode, said: string, headers: Headers): Refusal {
  return {
    status,
    reason,
    message: said,
    tips: `The sign API refused: ${said}`,
    headers,
  };
}

/** Whoever asks less often is answered: it may be a proxy before the sign API that says so, in no words of the API's. */
export function signBusy(headers: Headers): Refusal {
  return {
    status: 429,
    reason: "rate_limited",
    message: "对签名服务的请求过于频繁，请稍后重试。",
    tips: "The sign API accepts no more requests at the moment. Wait as long as Retry-After says, or for a moment where it is missing.",
    headers,
  };
}

/** The sign API, or what stands before it, cannot be reached or is failing. */
export function signUnreachable(headers: Headers = {}): Refusal {
  return {
    status: 502,
    reason: "sign_unreachable",
    message: "无法连接签名服务。",
    tips: "The gateway cannot reach the sign API. Try again; the operator can find the cause in the log by requestId.",
    headers,
  };
}

/** The sign API, or what stands before it, was too late. */
export function signTimeout(headers: Headers = {}): Refusal {
  return {
    status: 504,
    reason: "sign_timeout",
    message: "签名服务没有及时响应。",
    tips: "The sign API did not answer in time. Try again.",
    headers,
  };
}

/** The sign API gave a signature that has ended. */
export function signatureEnded(): Refusal {
  return {
    status: 502,
    reason: "signature_expired",
    message: "签名服务返回的签名已过期。",
    tips: "The sign API's signature has expired already. Ask again; if that does not help, the operator should compare the clocks.",
  };
}

/** The sign API's answer is not one of the contract, or not one to act on. */
export function signNonsense(): Refusal {
  return {
    status: 502,
    reason: "sign_nonsense",
    message: "签名服务返回了无法识别的内容。",
    tips: "The sign API answered something that is not a signature. The operator can find the cause in the log by requestId.",
  };
}
