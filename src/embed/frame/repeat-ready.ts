import { READY_INTERVAL_MS, READY_LIMIT_MS } from "../../contract/embed-protocol.ts";

/** How `ready` gets to the host, and what becomes of it. */
export interface ReadyOptions {
  /** Posts one `ready`, and these ports with it. */
  post(ports: MessagePort[]): void;
  /** Whether each `ready` brings the host a port to answer by. */
  readonly withPort: boolean;
  /** The frame's own end of a port that is brought. */
  onPort(near: MessagePort): void;
  /** Nobody has answered, and it is not said again. */
  onSilence(): void;
}

/** The word that this frame is there. */
export interface Ready {
  say(): void;
  /** It is said no more. */
  answered(): void;
  /** The ports that it has brought are closed as well. */
  close(): void;
}

/** Says `ready` every `READY_INTERVAL_MS` from now on until it is answered, for `READY_LIMIT_MS` at most. */
export function repeatReady({ post, withPort, onPort, onSilence }: ReadyOptions): Ready {
  /** The near ends of the ports that `ready` has brought. */
  const offered: MessagePort[] = [];

  /** Another port each time: one that was transferred to a host that did not listen yet is lost. */
  const offerPort = (): MessagePort[] => {
    if (!withPort) return [];
    const { port1, port2 } = new MessageChannel();
    onPort(port1);
    offered.push(port1);
    return [port2];
  };

  const say = () => post(offerPort());
  const startedAt = performance.now();
  const repeat = setInterval(() => {
    if (performance.now() - startedAt < READY_LIMIT_MS) return say();
    clearInterval(repeat);
    onSilence();
  }, READY_INTERVAL_MS);

  return {
    say,
    answered: () => clearInterval(repeat),
    close() {
      clearInterval(repeat);
      for (const each of offered) each.close();
    },
  };
}
