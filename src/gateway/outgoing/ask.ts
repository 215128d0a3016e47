import type { IncomingMessage } from "node:http";
import { readAnswer, type UpstreamAnswer } from "./read-answer.ts";
import type { Upstream } from "./upstream.ts";

export interface Question {
  readonly method: "GET" | "HEAD" | "OPTIONS";
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole answer, in ms: a drop now and then does not prolong it. */
  readonly deadlineMs: number;
  /** The most bytes that the answer may have. */
  readonly cap: number;
}

/** An upstream did not answer completely in time. */
export class AnswerTimeoutError extends Error {
  override readonly name = "AnswerTimeoutError";
}

/**
 * Sends a request without a body and reads the whole answer.
 * @throws AnswerTimeoutError, AnswerTooLongError, PrivateAddressError; Node's own error when there is no connection.
 */
export async function ask(upstream: Upstream, url: URL, question: Question): Promise<UpstreamAnswer> {
  const { method, headers, deadlineMs, cap } = question;
  const request = upstream.open(url, { method, headers, silenceMs: deadlineMs });
  const deadline = setTimeout(
    () => request.destroy(new AnswerTimeoutError(`No answer in ${deadlineMs} ms.`)),
    deadlineMs,
  );
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve).on("error", reject);
      request.end();
    });
    request.on("error", (error) => answer.destroy(error));
    return await readAnswer(answer, cap);
  } finally {
    clearTimeout(deadline);
  }
}
