import type { IncomingMessage } from "node:http";
import { readAnswer, type UpstreamAnswer } from "../outgoing/read-answer.ts";
import type { Upstream } from "../outgoing/upstream.ts";
import { TEST_PICTURE } from "./test-picture.ts";

const SILENCE_MS = 10_000;
const ANSWER_CAP = 64 * 1024;

/** PUTs the test picture with signed headers. @throws Node's own error when there is no answer. */
export async function sendPicture(
  upstream: Upstream,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<UpstreamAnswer> {
  const request = upstream.open(url, { method: "PUT", headers, silenceMs: SILENCE_MS });
  request.once("timeout", () => request.destroy(new Error(`no answer within ${SILENCE_MS / 1000} s`)));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).on("error", reject);
    request.end(TEST_PICTURE);
  });
  return readAnswer(answer, ANSWER_CAP);
}
