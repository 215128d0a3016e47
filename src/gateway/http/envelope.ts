import type { SignData, SignRefusal, SignSuccess } from "../../contract/sign.ts";
import { UTC_OFFSET_MS } from "../china-time.ts";
import type { Refusal } from "./refusals.ts";

let latest = { second: 0, text: "" };

/** `YYYY-MM-DD HH:mm:ss` in UTC+8; written once a second, read thousands of times. */
function envelopeTime(now = Date.now()): string {
  const second = Math.floor(now / 1000);
  if (latest.second !== second) {
    const text = new Date(now + UTC_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
    latest = { second, text };
  }
  return latest.text;
}

/** A granted PUT, in the published envelope. */
export function successEnvelope(data: SignData): SignSuccess {
  return { code: 0, message: "访问成功", data, time: envelopeTime(), pid: process.pid, tips: "欢迎使用 cosdrop" };
}

/** An error, in the same envelope; `code` is the HTTP status. */
export function refusalEnvelope(refusal: Refusal, requestId: string): SignRefusal {
  return {
    code: refusal.status,
    message: refusal.message,
    data: null,
    time: envelopeTime(),
    pid: process.pid,
    tips: refusal.tips,
    reason: refusal.reason,
    requestId,
    ...(refusal.expired === true && { expired: true }),
  };
}
