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
export function readAnswer(answer: IncomingMessage, cap: number): Promise<UpstreamAnswer> {
  // By events: one is read for each signature and each upload, and an iterator costs more than most answers are long.
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    answer.on("data", (piece: Buffer) => {
      length += piece.length;
      pieces.push(piece);
      // With the connection goes what is still to come.
      if (length > cap) answer.destroy(new AnswerTooLongError(`The answer has more than ${cap} bytes.`));
    });
    answer.once("end", () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: Buffer.concat(pieces).toString("utf8"),
      }),
    );
    answer.once("error", reject);
    answer.once("close", () => reject(new Error("The connection ended before the answer did.")));
  });
}

/** A header's only value; of a repeated one, the first. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
