import type { ErrorCode } from "../../contract/errors.ts";
import type { Refusal } from "../http/refusals.ts";

/** A ticket that is none of ours, has ended, or is used or in use. */
export function ticketRefused(): Refusal {
  return {
    status: 403,
    reason: "ticket_refused",
    message: "上传凭证无效、已过期或已使用。",
    tips: "This upload ticket is unknown, expired or used. Ask the sign API for a new one.",
  };
}

/** A body of no known length. */
export function lengthNeeded(): Refusal {
  return {
    status: 411,
    reason: "length_mismatch",
    message: "需要 Content-Length，不接受分块传输。",
    tips: "Send the body with a Content-Length; a chunked body is not accepted.",
  };
}

/** A Content-Length, or a body, that is not as long as the file that was signed. */
export function lengthMismatch(): Refusal {
  return {
    status: 400,
    reason: "length_mismatch",
    message: "内容长度与签名的文件大小不一致。",
    tips: "The body is not as long as the file that was signed. Send that file, unchanged.",
  };
}

/** A body of the right length whose digests are not those that were signed. */
export function digestMismatch(): Refusal {
  return {
    status: 400,
    reason: "digest_mismatch",
    message: "内容与签名的 MD5 或 SHA-1 不一致，未保存。",
    tips: "The bytes do not have the MD5 and SHA-1 that were signed; nothing was stored. Ask for a new signature.",
  };
}

/** The client stopped sending, or sends less than `StoreLimits` ask for. */
export function clientTooSlow(): Refusal {
  return {
    status: 408,
    reason: "put_stalled",
    message: "上传过慢或已停止，连接已关闭。",
    tips: "The upload stopped or was too slow, and was cut off. Try again.",
  };
}

/** There is no connection to the store, or it ended before the answer. */
export function storeUnreachable(): Refusal {
  return {
    status: 502,
    reason: "put_unreachable",
    message: "上传服务无法连接存储服务。",
    tips: "The gateway cannot reach the store, or lost the connection. Try again.",
  };
}

/** The store is silent, or a connection to it is not made in time. */
export function storeTimeout(): Refusal {
  return {
    status: 504,
    reason: "put_stalled",
    message: "存储服务没有及时响应。",
    tips: "The store did not answer the gateway in time. Try again.",
  };
}

/** A place that is not among the allowed ones, or whose addresses are not public. */
export function destinationRefused(): Refusal {
  return {
    status: 502,
    reason: "sign_destination_refused",
    message: "签名服务给出的上传地址不被允许。",
    tips: "The sign API points to a place where this gateway may not send bytes. The operator can name it in RELAY_HOSTS.",
  };
}

/**
 * What the store itself said.
 * @param said its own words, without secrets.
 */
export function storeRefused(
  status: number,
  reason: ErrorCode,
  said: string,
  headers: Record<string, string>,
): Refusal {
  return {
    status,
    reason,
    message: `存储服务拒绝了上传：${said}`,
    tips: `The store refused the upload: ${said}`,
    headers,
  };
}

/**
 * The store says that it has taken the body, and something in its answer says otherwise; the bytes were the right ones
 * when they left, so another try may end well.
 * @param said the answer in a few words.
 */
export function successDoubted(said: string, headers: Record<string, string>): Refusal {
  return {
    status: 502,
    reason: "store_failed",
    message: `存储服务的应答不可信：${said}`,
    tips: `The store's answer is not believed: ${said}`,
    headers,
  };
}
