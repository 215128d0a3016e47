import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CosError } from "../cos/errors.ts";
import type { RequestTarget } from "../cos/object-url.ts";
import { headerMap } from "../cos/verify.ts";

/** One request and its answer. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** `x-cos-request-id`. */
  readonly id: string;
  /** Lower-case name → values as given. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The client waits for `100 Continue` before it sends its body. */
  readonly expectsContinue: boolean;
  /** Aborted, with a CosError as its reason, when the connection breaks in a way that we can name. */
  readonly broken: AbortController;
}

/** An exchange whose request line was understood. */
export interface ObjectRequest extends Exchange {
  readonly target: RequestTarget;
  readonly key: string;
}

/** An exchange that begins: its headers read, its id made. */
export function openExchange(req: IncomingMessage, res: ServerResponse, expectsContinue: boolean): Exchange {
  const headers = headerMap(req.rawHeaders);
  return { req, res, id: newRequestId(), headers, expectsContinue, broken: new AbortController() };
}

/** An `x-cos-request-id`: 24 hex digits that nobody can guess. */
export function newRequestId(): string {
  return randomBytes(12).toString("hex");
}

/** A header's value; `undefined` when it is absent. Repeated ones were refused before (see `refuseRepeated`). */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  return exchange.headers.get(name)?.[0];
}

/** Something worth a line in a log. Never holds a header, a query or a signature. */
export type StoreEvent =
  | {
      readonly type: "request";
      readonly id: string;
      /** Empty, like the path, for what could not be read as a request. */
      readonly method: string;
      /** As sent, percent-encoded, without the query. */
      readonly path: string;
      readonly status: number;
      /** COS's error code, for a refusal. */
      readonly code: CosError["code"] | undefined;
      readonly durationMs: number;
    }
  /** A bug or a broken disk: what a 500 or a 503 hides from the client of the request `id`; else of no request. */
  | { readonly type: "failure"; readonly id?: string; readonly error: unknown }
  /** One connection more than the limit was closed. */
  | { readonly type: "dropped" }
  /** Remains of PUTs that a crash cut off. */
  | { readonly type: "swept"; readonly files: number };
