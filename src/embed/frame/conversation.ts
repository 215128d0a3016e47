import { OPAQUE_ORIGIN } from "../../contract/origins.ts";
import { watchEscape } from "./escape.ts";
import type { FrameQuery } from "./frame-query.ts";
import { type HostLink, openHostLink } from "./host-link.ts";
import { type HostContext, obeyHost } from "./obey-host.ts";
import { createReports, type ReportsOptions } from "./reports.ts";
import type { TokenBox } from "./token-box.ts";
import type { WireIds } from "./wire-ids.ts";

/** Who talks to the host, what the host may act on, and what it is told. */
export interface ConversationOptions extends HostContext, Pick<ReportsOptions, "toResult" | "sentence"> {
  readonly query: Pick<FrameQuery, "instance" | "bridge">;
  readonly session: string;
  readonly hostOrigin: string;
  readonly ids: WireIds;
  readonly token: TokenBox;
  /** The gateway signs nothing without one. */
  readonly tokenRequired: boolean;
  /** How high the content is, in px; undefined before that is known. */
  height(): number | undefined;
}

/**
 * Opens the link to the host, does what comes by it, and tells the host what it does not know: the height, that a token
 * is missing, every file, and that the person wants to leave. Over once `signal` says so.
 */
export function openConversation(options: ConversationOptions, signal: AbortSignal): HostLink {
  const { engine, query, session, hostOrigin, hints, token, tokenRequired, toResult, sentence } = options;
  const reports = createReports({
    engine,
    send: (type, payload) => link.send(type, payload),
    wireId: options.ids.wireId,
    toResult,
    sentence,
  });
  watchEscape(() => link.send("close", {}), signal);
  // `ready` is answered later, so `link` is there when it is.
  const link: HostLink = openHostLink({
    frame: window,
    host: window.parent,
    hostOrigin,
    instance: query.instance,
    session,
    bridge: query.bridge,
    opaque: window.origin === OPAQUE_ORIGIN,
    hints,
    onConnect: () =>
      queueMicrotask(() => {
        const height = options.height();
        if (height !== undefined) link.send("resize", { height });
        if (tokenRequired) token.require();
        reports.restart();
      }),
    onMessage(message) {
      obeyHost(message, options);
      // Before the answer: what is answered and not told as added, nobody would miss where the frame goes right now.
      if (message.type === "files:add") reports.catchUp();
    },
  });
  signal.addEventListener("abort", () => {
    reports.stop();
    token.stop();
    link.close();
  });
  return link;
}
