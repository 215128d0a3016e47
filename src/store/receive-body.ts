import { CosError } from "../cos/errors.ts";
import { ClientPace } from "./client-pace.ts";
import type { Exchange } from "./exchange.ts";
import type { StoreLimits } from "./limits.ts";

/**
 * Reads a request's body piece by piece; the next piece is read once `take` is done with the last one, so that a slow
 * disk slows the client down instead of filling the memory. When it fails, the rest of the body is thrown away unread.
 *
 * Not `for await`: leaving such a loop destroys the connection, and with it the answer that says why.
 * @throws CosError RequestTimeout, UserNetworkTooSlow, IncompleteBody; the reason of `exchange.broken`; what `take`
 *   throws.
 */
export function receiveBody(
  exchange: Exchange,
  limits: StoreLimits,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const { req, res, broken } = exchange;
  return new Promise((resolve, reject) => {
    let taking: Promise<void> = Promise.resolve();
    let settled = false;

    const settle = () => {
      settled = true;
      pace.stop();
      req.off("data", onData).off("end", onEnd).off("close", onClose);
      broken.signal.removeEventListener("abort", onBroken);
    };
    const fail = (error: unknown) => {
      if (settled) return;
      settle();
      req.resume();
      // Whoever waits for us may close the file next: not while a piece is on its way into it.
      taking.catch(() => {}).then(() => reject(error));
    };
    const pace = new ClientPace(limits, fail);

    const onData = (piece: Buffer) => {
      pace.received(piece.length);
      if (settled) return;
      req.pause();
      taking = take(piece);
      taking.then(askForMore, fail);
    };
    const askForMore = () => {
      if (settled) return;
      pace.waiting();
      req.resume();
    };
    const onEnd = () => {
      settle();
      taking.then(resolve, reject);
    };
    const onClose = () => fail(new CosError("IncompleteBody", "The connection ended before the body did."));
    const onBroken = () => fail(broken.signal.reason);

    if (broken.signal.aborted) return onBroken();
    if (req.destroyed) return onClose();
    req.on("data", onData).on("end", onEnd).on("close", onClose);
    broken.signal.addEventListener("abort", onBroken);
    if (exchange.expectsContinue) res.writeContinue();
    pace.waiting();
  });
}
