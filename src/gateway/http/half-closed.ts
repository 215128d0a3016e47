import type { Exchange } from "./exchange.ts";

/** How often a client that has ended its side is written to while it waits, in ms. */
const ASK_EVERY_MS = 250;

/**
 * Watches an exchange that takes long for the end of what its client sends. Whoever ends its side may wait for the
 * answer, or may be gone; only from one who is gone does a reset come back when something is written to it. So it is
 * told that the work goes on (102, which a client has to pass over), and who is gone closes the request. HTTP/1.0 has
 * no such word: there it counts as gone at once.
 * @returns stops watching.
 */
export function watchHalfClosed({ req, res }: Exchange): () => void {
  const { socket } = req;
  let asking: NodeJS.Timeout | undefined;
  const ask = () => {
    if (!res.headersSent && !socket.destroyed) res.writeProcessing();
  };
  const onEnd = () => {
    if (req.httpVersion === "1.0") {
      socket.destroy();
      return;
    }
    ask();
    asking = setInterval(ask, ASK_EVERY_MS);
  };
  if (socket.readableEnded) onEnd();
  else socket.once("end", onEnd);
  return () => {
    socket.off("end", onEnd);
    clearInterval(asking);
  };
}
