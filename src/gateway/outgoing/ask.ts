import type { UpstreamAnswer, UpstreamRequest } from "./exchange.ts";
import type { Upstream } from "./upstream.ts";

/** A request whose answer is wanted whole. */
export interface Question extends Omit<UpstreamRequest, "onHead"> {
  /** For the whole answer, in ms: a drop now and then does not prolong it. */
  readonly deadlineMs: number;
}

/** An upstream did not answer completely in time. */
export class AnswerTimeoutError extends Error {
  override readonly name = "AnswerTimeoutError";
}

/**
 * Sends a small request and reads the whole answer.
 * @throws AnswerTimeoutError, and what `UpstreamExchange.answer` fails with.
 */
export async function ask(upstream: Upstream, url: URL, question: Question): Promise<UpstreamAnswer> {
  const { deadlineMs, ...request } = question;
  const { answer, cut } = upstream.open(url, request);
  const deadline = setTimeout(() => cut(new AnswerTimeoutError(`No answer in ${deadlineMs} ms.`)), deadlineMs);
  try {
    return await answer;
  } finally {
    clearTimeout(deadline);
  }
}
