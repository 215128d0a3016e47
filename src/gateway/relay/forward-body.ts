import type { IncomingMessage } from "node:http";
import { errors } from "undici";
import { ClientPace } from "../../store/client-pace.ts";
import type { StoreLimits } from "../../store/limits.ts";
import type { Refusal } from "../http/refusals.ts";
import type { UpstreamAnswer, UpstreamExchange } from "../outgoing/exchange.ts";
import { PrivateAddressError } from "../outgoing/guarded-lookup.ts";
import { SilenceError } from "../outgoing/upstream.ts";
import { BodyPieces } from "./body-pieces.ts";
import { DigestCheck } from "./digest-check.ts";
import {
  clientTooSlow,
  destinationRefused,
  digestMismatch,
  lengthMismatch,
  storeTimeout,
  storeUnreachable,
} from "./relay-refusals.ts";
import type { RelayGrant } from "./ticket.ts";

/** How long the store may take for the body of its answer, in ms. */
const ANSWER_BODY_MS = 10_000;

/** Why a relayed upload ended; `cause`, and `why` with what the store said without secrets, are for the log. */
export class RelayFailure extends Error {
  override readonly name = "RelayFailure";
  readonly refusal: Refusal;
  readonly why: string | undefined;
  constructor(refusal: Refusal, { why, ...options }: ErrorOptions & { readonly why?: string } = {}) {
    super(refusal.reason, options);
    this.refusal = refusal;
    this.why = why;
  }
}

/** One upload on its way. */
export interface Forwarding {
  /** The client's request; nobody has read of it yet. */
  readonly from: IncomingMessage;
  readonly grant: RelayGrant;
  /** Starts the signed PUT. */
  readonly send: (body: AsyncIterable<Buffer>, onHead: () => void) => UpstreamExchange;
  /** How slow a client may be. */
  readonly limits: StoreLimits;
  /** So many more bytes came from the client. */
  readonly onBytes: (count: number) => void;
}

/** What came of it. */
export interface Forwarded {
  readonly answer: UpstreamAnswer;
  /** The store was given the whole body before it answered. */
  readonly whole: boolean;
}

/**
 * Passes a body on as the store takes it, one piece late: the last piece goes out once the digests of the whole that are
 * checked here (see `storeProvesMd5`) and its length are right, so that a wrong body never becomes an object. Resolves
 * with the store's answer, which may begin before the body is through; what is left of the body goes nowhere then. When
 * it fails, the connection to the store is cut.
 * @throws RelayFailure
 */
export function forwardBody({ from, grant, send, limits, onBytes }: Forwarding): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const check = new DigestCheck(grant);
    let held: Buffer | undefined;
    let whole = false;
    let deadline: NodeJS.Timeout | undefined;

    const fail = (refusal: Refusal, cause?: unknown) => {
      const failure = new RelayFailure(refusal, { cause });
      stop();
      clearTimeout(deadline);
      store.cut(failure);
      body.fail(failure);
      reject(failure);
    };
    const pace = new ClientPace(limits, () => fail(clientTooSlow()));
    const stop = () => {
      pace.stop();
      from.off("data", onData).off("end", onEnd).off("close", onClientGone);
      // A client may read its answer only once it has written all: what is left of the body is thrown away.
      from.resume();
    };

    const body = new BodyPieces(() => {
      if (!from.isPaused()) return;
      pace.waiting();
      from.resume();
    });
    const onData = (piece: Buffer) => {
      pace.received(piece.length);
      onBytes(piece.length);
      check.update(piece);
      const ready = held;
      held = piece;
      if (ready === undefined || body.push(ready)) pace.waiting();
      else from.pause();
    };
    const onEnd = () => {
      pace.stop();
      if (!check.fits()) return fail(digestMismatch());
      if (held !== undefined) body.push(held);
      body.end();
    };
    const onClientGone = () => {
      // Not `complete`: that only says that the parser has seen the end, and while this waits, nobody has read it.
      if (!from.readableEnded) fail(lengthMismatch());
    };
    const onHead = () => {
      whole = body.isThrough;
      stop();
      deadline = setTimeout(() => fail(storeTimeout()), ANSWER_BODY_MS);
    };
    const store = send(body, onHead);
    store.answer.then(
      (answer) => {
        clearTimeout(deadline);
        // Whoever still waits for a piece of it waits for nothing.
        body.end();
        resolve({ answer, whole });
      },
      (error: unknown) => fail(refusalOf(error), error),
    );

    from.on("data", onData).on("end", onEnd).on("close", onClientGone);
    pace.waiting();
    if (from.destroyed) onClientGone();
  });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof PrivateAddressError) return destinationRefused();
  const isLate = error instanceof SilenceError || error instanceof errors.ConnectTimeoutError;
  return isLate ? storeTimeout() : storeUnreachable();
}
