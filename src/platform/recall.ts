import type { PublicConfig } from "../contract/config.ts";
import type { History } from "../contract/history.ts";
import type { Recall, Signer, Verifier } from "../engine/ports.ts";

interface RecallPorts {
  history(): Promise<Pick<History, "find">>;
  readonly verifier: Verifier;
  config(signal: AbortSignal): Promise<PublicConfig>;
}

export interface HistoryRecall extends Recall {
  /** The same signer, whose answers tell where this gateway's links point. */
  learn(signer: Signer): Signer;
}

/**
 * Links that this browser has from earlier uploads, looked at afresh. A link counts only if the gateway gives links of
 * that origin now: the embedded store's are in its configuration; any other mode's are known from the first sign answer
 * of this page on. So a history with links of a store that is not served any more gives none of them.
 */
export function createRecall({ history, verifier, config }: RecallPorts): HistoryRecall {
  const given = new Set<string>();
  const isGivenNow = async (signal: AbortSignal, origin: string) => {
    const { mode, uploadOrigins } = await config(signal);
    return given.has(origin) || (mode === "embedded" && uploadOrigins.includes(origin));
  };

  return {
    async find(signal, content) {
      const entry = await (await history()).find(content);
      if (!entry || entry.link === "dead") return undefined;
      if (!(await isGivenNow(signal, new URL(entry.url).origin))) return undefined;
      // Fetched apart, as the history is: the first paint waits for neither.
      const { freshUrl } = await import("./history-recheck.ts");
      const { confirmed } = await verifier.verify(signal, freshUrl(entry.url, Date.now()));
      return confirmed ? entry.url : undefined;
    },
    learn: (signer) => ({
      async sign(signal, request) {
        const grant = await signer.sign(signal, request);
        given.add(new URL(grant.CDN).origin);
        return grant;
      },
    }),
  };
}
