import type { EmbedToken, FramePayload } from "../../contract/embed-messages.ts";

/** A host that answers with one useless token after another is not asked more often than this for one reason, in ms. */
export const TOKEN_ASK_INTERVAL_MS = 10_000;

/** How long a host may take to bring a token that it was asked for, in ms, before what waits for it fails. */
export const TOKEN_PATIENCE_MS = 10_000;

/** The longest time that a timer can wait, in ms (HTML standard, timers take a signed 32-bit number). */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Reason = FramePayload<"token:needed">["reason"];

/** Where the page keeps its access token. */
export interface TokenStore {
  get(): { readonly value: string | undefined; readonly refused: boolean; readonly expired?: boolean | undefined };
  set(value: string | undefined, remember: boolean): void;
  subscribe(listener: () => void): () => void;
}

/** The host's access token: kept in memory alone, and asked for when it is missing, over or refused. */
export interface TokenBox {
  /** False where the gateway has refused just this token: it would refuse it again. */
  put(token: EmbedToken): boolean;
  /** The gateway wants a token; asks for one if there is none. */
  require(): void;
  /** Resolves once the host has answered, or `TOKEN_PATIENCE_MS` after it was asked; at once where it was not. */
  answered(): Promise<void>;
  stop(): void;
}

/**
 * @param ask asks the host. @returns whether there is one that may answer.
 * @param now ms since the epoch.
 */
export function createTokenBox(store: TokenStore, ask: (reason: Reason) => boolean, now = Date.now): TokenBox {
  let expiry: ReturnType<typeof setTimeout> | undefined;
  const askedAt = new Map<Reason, number>();
  const later = new Map<Reason, ReturnType<typeof setTimeout>>();
  let answer: Promise<void> | undefined;
  let endWaiting: () => void = () => undefined;
  /** The host has let an ask pass unanswered; nothing waits for it until it brings a token after all. */
  let silent = false;

  const awaitAnswer = () => {
    answer ??= new Promise((resolve) => {
      const patience = setTimeout(() => {
        silent = true;
        endWaiting();
      }, TOKEN_PATIENCE_MS);
      endWaiting = () => {
        clearTimeout(patience);
        answer = undefined;
        resolve();
      };
    });
  };

  const need = (reason: Reason) => {
    const { value, refused } = store.get();
    if (value !== undefined && !refused) return;
    const wait = (askedAt.get(reason) ?? Number.NEGATIVE_INFINITY) + TOKEN_ASK_INTERVAL_MS - now();
    clearTimeout(later.get(reason));
    if (wait > 0)
      return void later.set(
        reason,
        setTimeout(() => need(reason), wait),
      );
    askedAt.set(reason, now());
    if (ask(reason) && !silent) awaitAnswer();
  };
  const expire = () => {
    store.set(undefined, false);
    need("expired");
  };
  const unsubscribe = store.subscribe(() => {
    const { value, refused, expired } = store.get();
    if (refused) need(expired ? "expired" : "refused");
    else if (value !== undefined) endWaiting();
  });

  return {
    put({ value, expiresAt }) {
      const kept = store.get();
      if (kept.refused && kept.value === value) {
        endWaiting();
        return false;
      }
      clearTimeout(expiry);
      silent = false;
      store.set(value, false);
      const left = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - now();
      if (left <= MAX_TIMER_MS) expiry = setTimeout(expire, left);
      return true;
    },
    require() {
      if (store.get().value === undefined) need("missing");
    },
    answered: () => answer ?? Promise.resolve(),
    stop() {
      clearTimeout(expiry);
      endWaiting();
      for (const timer of later.values()) clearTimeout(timer);
      unsubscribe();
    },
  };
}
