import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorCode } from "../../contract/errors.ts";
import type { Log } from "../log/log.ts";

/** One request and its answer, on their way through the steps. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Names this exchange in the log and in the answer. */
  readonly id: string;
  /** The path as sent: not decoded, not normalised, without the query and, in a whole URL, what stands before it. */
  readonly path: string;
  /** The query as sent, without `?`. */
  readonly search: string;
  /** Carries the id on every line. */
  readonly log: Log;
  /** Why it was refused, once it was. */
  refused?: ErrorCode;
}

/**
 * One thing that is done to an exchange: answer it, or change something about it and call `next`. A step that neither
 * answers nor calls `next` leaves the client waiting.
 */
export type Step = (exchange: Exchange, next: () => Promise<void> | void) => Promise<void> | void;

/** What Node's `http` and connect-style servers call. `next` is what comes after the gateway: the page's files. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
