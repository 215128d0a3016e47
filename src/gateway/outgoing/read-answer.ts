import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** An upstream's answer, whole and small. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An upstream went on sending where an answer should have ended. */
export class AnswerTooLongError extends Error {
  override readonly name = "AnswerTooLongError";
}

/**
 * Reads an answer's body of at most `cap` bytes.
 * @throws AnswerTooLongError; Node's own error when the connection ends before the body.
 */
export async function readAnswer(answer: IncomingMessage, cap: number): Promise<UpstreamAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of answer) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    // Leaving the loop destroys the connection, and with it what is still to come.
    if (length > cap) throw new AnswerTooLongError(`The answer has more than ${cap} bytes.`);
    pieces.push(bytes);
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces).toString("utf8") };
}

/** A header's only value; of a repeated one, the first. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
