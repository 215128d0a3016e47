import type { GuardedStorage } from "../../src/platform/guarded-storage.ts";

/** A storage that other tabs write to as well. */
export interface SharedStorage extends GuardedStorage {
  /** What another tab keeps. */
  otherTab(key: string, value: string | undefined): void;
}

export function sharedStorage(kept: Readonly<Record<string, string>> = {}): SharedStorage {
  const values = new Map(Object.entries(kept));
  const listeners = new Map<string, Set<() => void>>();
  const put = (key: string, value: string | undefined) => {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  };
  return {
    get: (key) => values.get(key),
    set: put,
    subscribe(key, listener) {
      const set = listeners.get(key) ?? new Set();
      listeners.set(key, set.add(listener));
      return () => set.delete(listener);
    },
    otherTab(key, value) {
      put(key, value);
      for (const listener of listeners.get(key) ?? []) listener();
    },
  };
}
