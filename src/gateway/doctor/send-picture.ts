import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, type UpstreamAnswer } from "../outgoing/exchange.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { TEST_PICTURE } from "./test-picture.ts";

/** How long the doctor waits for one answer, in ms: as long as the gateway does for a sign API. */
export const PATIENCE_MS = 10_000;

/** PUTs the test picture with signed headers. @throws as `ask` does. */
export function sendPicture(
  upstream: Upstream,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<UpstreamAnswer> {
  return ask(upstream, url, { method: "PUT", headers, body: TEST_PICTURE, deadlineMs: PATIENCE_MS, cap: ANSWER_CAP });
}
