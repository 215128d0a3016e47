import { ask } from "../outgoing/ask.ts";
import type { UpstreamAnswer } from "../outgoing/exchange.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { TEST_PICTURE } from "./test-picture.ts";

const DEADLINE_MS = 10_000;
const ANSWER_CAP = 64 * 1024;

/** PUTs the test picture with signed headers. @throws as `ask` does. */
export function sendPicture(
  upstream: Upstream,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<UpstreamAnswer> {
  return ask(upstream, url, { method: "PUT", headers, body: TEST_PICTURE, deadlineMs: DEADLINE_MS, cap: ANSWER_CAP });
}
