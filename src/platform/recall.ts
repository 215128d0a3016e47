import type { PublicConfig } from "../contract/config.ts";
import type { History, HistoryContent, HistoryEntry } from "../contract/history.ts";
import type { Recall, Signer, Verifier } from "../engine/ports.ts";

/** A history that has not answered by then, in ms, is not asked again before it does. */
export const HISTORY_PATIENCE_MS = 3_000;

interface RecallPorts {
  history(): Promise<Pick<History, "find">>;
  readonly verifier: Verifier;
  config(signal: AbortSignal): Promise<PublicConfig>;
}

/** Links out of the history. */
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

  let silent = false;
  const lookUp = (content: HistoryContent) =>
    new Promise<HistoryEntry | undefined>((resolve, reject) => {
      if (silent) return resolve(undefined);
      // A database may stay closed for as long as another tab holds it: that must not cost every file a wait.
      const timer = setTimeout(() => {
        silent = true;
        resolve(undefined);
      }, HISTORY_PATIENCE_MS);
      const answered = () => {
        clearTimeout(timer);
        silent = false;
      };
      history()
        .then((opened) => opened.find(content))
        .finally(answered)
        .then(resolve, reject);
    });

  return {
    async find(signal, content) {
      const entry = await lookUp(content);
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
