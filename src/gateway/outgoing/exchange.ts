import type { IncomingHttpHeaders } from "node:http";
import type { Agent, Dispatcher } from "undici";

/** The most bytes of an answer's body that are read: a sign answer has one or two thousand, COS's errors have fewer. */
export const ANSWER_CAP = 64 * 1024;

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

/** What is sent to an upstream, and how much may come back. */
export interface UpstreamRequest {
  readonly method: "GET" | "HEAD" | "OPTIONS" | "PUT";
  /** Sent as they are. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly as long as the header Content-Length says, and so never chunked. */
  readonly body?: Buffer | AsyncIterable<Buffer>;
  /** The most bytes that the body of the answer may have. */
  readonly cap: number;
  /** The answer has begun, which it may do before the body is through. */
  readonly onHead?: () => void;
}

/** A request under way. */
export interface UpstreamExchange {
  /**
   * Fails with AnswerTooLongError, PrivateAddressError, SilenceError, the reason of a `cut`, or Node's or undici's own
   * error when there is no connection or it ends before the answer.
   */
  readonly answer: Promise<UpstreamAnswer>;
  /** Gives the request up, and its connection with it. */
  cut(reason: Error): void;
}

/** What undici's own type of a request's body lacks. */
interface Body {
  readonly body: Buffer | AsyncIterable<Buffer> | null;
}

/** Sends a request; what becomes of it is the exchange's `answer`. Never throws. */
export function startExchange(dispatcher: Dispatcher, url: URL, request: UpstreamRequest): UpstreamExchange {
  const { method, headers, body, cap, onHead } = request;
  let controller: Dispatcher.DispatchController | undefined;
  let cutBecause: Error | undefined;
  let fail: (reason: Error) => void;
  const answer = new Promise<UpstreamAnswer>((resolve, reject) => {
    fail = reject;
    const pieces: Buffer[] = [];
    let length = 0;
    let head: Omit<UpstreamAnswer, "body"> | undefined;
    const options = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers,
      // undici would close the connection after each HEAD.
      reset: false,
    };
    dispatcher.dispatch(
      // undici's documentation has iterables for a body, its types do not.
      Object.assign<Agent.DispatchOptions, Body>(options, { body: body ?? null }),
      {
        onRequestStart(started) {
          controller = started;
          if (cutBecause !== undefined) started.abort(cutBecause);
        },
        onResponseStart(_, status, answerHeaders) {
          // What is only informational, such as 103, is no answer yet.
          if (status < 200) return;
          head = { status, headers: answerHeaders };
          onHead?.();
        },
        onResponseData(running, piece) {
          length += piece.length;
          pieces.push(piece);
          // With the connection goes what is still to come.
          if (length > cap) running.abort(new AnswerTooLongError(`The answer has more than ${cap} bytes.`));
        },
        onResponseEnd() {
          if (head === undefined) reject(new Error("The answer had no head."));
          else resolve({ ...head, body: length === 0 ? "" : Buffer.concat(pieces).toString("utf8") });
        },
        onResponseError: (_, error) => reject(error),
      },
    );
  });
  return {
    answer,
    cut(reason) {
      // Before there is a connection, nobody would hear of it: the request is given up once it gets one.
      cutBecause ??= reason;
      fail(reason);
      controller?.abort(reason);
    },
  };
}

/** A header's only value; of a repeated one, the first. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
