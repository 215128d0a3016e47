import * as v from "valibot";
import { AccessToken as AccessTokenSchema } from "../contract/access-token.ts";
import type { GuardedStorage } from "./guarded-storage.ts";

const KEY = "cosdrop:token";

/** Whether a gateway could take this for a token, and a header carry it without the browser refusing to send it. */
export function isSendable(token: string): boolean {
  return v.is(AccessTokenSchema, token);
}

/** The token, and what is known of it. */
export interface TokenState {
  readonly value: string | undefined;
  /** The gateway has said that this value will not do, or no request can carry it. */
  readonly refused: boolean;
  /** It was refused because its time is over. */
  readonly expired?: boolean | undefined;
}

/**
 * The access token: in memory, and in this browser's storage only when the person says so. Never in a URL. One that
 * another tab keeps is taken over where there is none here, or where the one here was refused.
 */
export interface AccessToken {
  /** The same object until something in it changes. */
  get(): TokenState;
  /** @param remember keep it in this browser; otherwise a kept one is forgotten. */
  set(value: string | undefined, remember: boolean): void;
  /**
   * Marks `value` as refused, unless another one has taken its place meanwhile, or does now. Told every time: it was tried
   * again.
   * @param expired the gateway says that its time is over.
   */
  refuse(value: string | undefined, expired?: boolean): void;
  subscribe(listener: () => void): () => void;
}

/** Begins with what this browser keeps. */
export function createAccessToken(storage: GuardedStorage): AccessToken {
  const listeners = new Set<() => void>();
  let current = stateOf(storage.get(KEY));

  const change = (next: TokenState) => {
    current = next;
    for (const listener of listeners) listener();
  };
  /** What another tab keeps by now, where it is another one. */
  const keptElsewhere = () => {
    const kept = storage.get(KEY);
    return kept === undefined || kept === current.value ? undefined : stateOf(kept);
  };
  storage.subscribe(KEY, () => {
    const other = keptElsewhere();
    if (other && (current.value === undefined || current.refused)) change(other);
  });

  return {
    get: () => current,
    set(value, remember) {
      const next = stateOf(value);
      storage.set(KEY, remember && !next.refused ? value : undefined);
      change(next);
    },
    refuse(value, expired) {
      if (value === current.value) change(keptElsewhere() ?? { value, refused: true, expired });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function stateOf(value: string | undefined): TokenState {
  return { value, refused: value !== undefined && !isSendable(value) };
}
