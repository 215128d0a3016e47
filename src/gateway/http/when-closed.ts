import type { Exchange } from "./exchange.ts";

/**
 * Calls back once an exchange is over: its answer is out, or its client has gone. A step that waits for the client hears
 * of that only after this has, and says then why it ended (`refused`): so the call comes when it has had its turn.
 */
export function whenClosed({ res }: Exchange, tell: () => void): void {
  res.once("close", () => {
    if (res.writableFinished) tell();
    else setImmediate(tell);
  });
}
