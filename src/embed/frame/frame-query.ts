import { INSTANCE_PATTERN } from "../../contract/embed-protocol.ts";

/** `port`: `init` brings a MessagePort, and all else goes over it. `window`: everything is a `message` event. */
export type Bridge = "port" | "window";

/** What the frame's address may say. It never holds a secret: addresses end up in logs and histories. */
export interface FrameQuery {
  /** The origin that the host says it has; it counts only where the gateway's list has it too. */
  readonly origin: string | undefined;
  readonly instance: string;
  readonly bridge: Bridge;
}

/** Reads the address's query; what it does not say, or says in a form that is not allowed, is made up. */
export function readFrameQuery(search: string): FrameQuery {
  const query = new URLSearchParams(search);
  const instance = query.get("instance") ?? "";
  return {
    origin: query.get("origin") ?? undefined,
    instance: INSTANCE_PATTERN.test(instance) ? instance : randomName(),
    bridge: query.get("bridge") === "window" ? "window" : "port",
  };
}

/** Short, and not to be guessed. Not `randomUUID`, which plain http pages do not have. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}
