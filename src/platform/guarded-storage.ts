/** Text kept in this browser. Where a browser or a frame refuses to keep anything, it is forgotten with the page. */
export interface GuardedStorage {
  get(key: string): string | undefined;
  /** @param value undefined forgets the key. */
  set(key: string, value: string | undefined): void;
  /** Told when another tab changes the key. @returns the way to stop listening. */
  subscribe(key: string, listener: () => void): () => void;
}

/** Keeps nothing: for what must not outlive the page, nor be taken from another page of the same site. */
export const NO_STORAGE: GuardedStorage = {
  get: () => undefined,
  set: () => undefined,
  subscribe: () => () => undefined,
};

/** `localStorage`, except that no refusal (private window, partitioned or sandboxed frame, full quota) ever throws. */
export function createGuardedStorage(): GuardedStorage {
  const memory = new Map<string, string>();
  return {
    get(key) {
      try {
        return localStorage.getItem(key) ?? memory.get(key);
      } catch {
        return memory.get(key);
      }
    },
    set(key, value) {
      if (value === undefined) memory.delete(key);
      else memory.set(key, value);
      try {
        if (value === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Kept in memory.
      }
    },
    subscribe(key, listener) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key || event.key === null) listener();
      };
      window.addEventListener("storage", onStorage);
      return () => window.removeEventListener("storage", onStorage);
    },
  };
}
