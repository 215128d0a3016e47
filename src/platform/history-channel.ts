import * as v from "valibot";
import type { HistoryChange } from "../contract/history.ts";

const CHANNEL = "cosdrop-history";
/** More ids than this are not worth telling one by one. */
const MAX_TOLD_IDS = 1000;

const Message = v.union([v.object({ ids: v.array(v.string()) }), v.literal("all")]);

/** Tells this page's other tabs what changed. */
export interface HistoryChannel {
  tell(change: HistoryChange): void;
}

/** A browser that blocks site data may refuse the channel as well: then each tab reads what it finds. */
export function createHistoryChannel(onChange: (change: HistoryChange) => void): HistoryChannel {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel(CHANNEL);
  } catch {
    return { tell: () => undefined };
  }
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = v.safeParse(Message, event.data);
    if (message.success) onChange(message.output);
  };
  return {
    tell: (change) => channel.postMessage(change === "all" || change.ids.length > MAX_TOLD_IDS ? "all" : change),
  };
}
