import type { ClientRequest, IncomingMessage } from "node:http";
import { ClientPace } from "../../store/client-pace.ts";
import type { StoreLimits } from "../../store/limits.ts";
import type { Refusal } from "../http/refusals.ts";
import { PrivateAddressError } from "../outgoing/guarded-lookup.ts";
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

/** Why a relayed upload ended; `cause` is for the log. */
export class RelayFailure extends Error {
  override readonly name = "RelayFailure";
  readonly refusal: Refusal;
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.reason, options);
    this.refusal = refusal;
  }
}

export interface Forwarding {
  /** The client's request; nobody has read of it yet. */
  readonly from: IncomingMessage;
  /** The signed PUT; its headers are set, and nothing is written yet. */
  readonly to: ClientRequest;
  readonly grant: RelayGrant;
  /** How slow a client may be. */
  readonly limits: StoreLimits;
  readonly onBytes: (count: number) => void;
}

/**
 * Passes a body on as the store takes it, one piece late: the last piece goes out once the digests of the whole that are
 * checked here (see `storeProvesMd5`) and its length are right, so that a wrong body never becomes an object. Resolves
 * with the head of the store's answer, which may come before the body is through. When it fails, the connection to the
 * store is cut.
 * @throws RelayFailure
 */
export function forwardBody({ from, to, grant, limits, onBytes }: Forwarding): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const check = new DigestCheck(grant);
    let held: Buffer | undefined;

    const fail = (refusal: Refusal, cause?: unknown) => {
      stop();
      to.destroy();
      reject(new RelayFailure(refusal, { cause }));
    };
    const pace = new ClientPace(limits, () => fail(clientTooSlow()));
    const stop = () => {
      pace.stop();
      from.off("data", onData).off("end", onEnd).off("close", onClientGone);
      to.off("drain", onDrain).off("response", onResponse).off("error", onError).off("timeout", onTimeout);
      // A client may read its answer only once it has written all: what is left of the body is thrown away.
      from.resume();
    };

    const onData = (piece: Buffer) => {
      pace.received(piece.length);
      onBytes(piece.length);
      check.update(piece);
      const ready = held;
      held = piece;
      if (ready === undefined || to.write(ready)) pace.waiting();
      else from.pause();
    };
    const onDrain = () => {
      if (!from.isPaused()) return;
      pace.waiting();
      from.resume();
    };
    const onEnd = () => {
      pace.stop();
      if (check.fits()) to.end(held);
      else fail(digestMismatch());
    };
    const onClientGone = () => {
      if (!from.complete) fail(lengthMismatch());
    };
    const onResponse = (answer: IncomingMessage) => {
      stop();
      resolve(answer);
    };
    const onError = (error: Error) =>
      fail(error instanceof PrivateAddressError ? destinationRefused() : storeUnreachable(), error);
    const onTimeout = () => fail(storeTimeout());

    // After an answer or a failure, what still happens to the connection is of no interest.
    to.on("error", () => undefined);
    from.on("data", onData).on("end", onEnd).on("close", onClientGone);
    to.on("drain", onDrain).on("response", onResponse).on("error", onError).on("timeout", onTimeout);
    pace.waiting();
    if (from.destroyed) onClientGone();
  });
}
