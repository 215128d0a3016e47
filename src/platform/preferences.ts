import * as v from "valibot";
import { DEFAULT_PREFERENCES, Preferences } from "../contract/preferences.ts";
import type { GuardedStorage } from "./guarded-storage.ts";

const KEY = "cosdrop:preferences";

/** A person's settings, shared by the page and by what prepares files. */
export interface PreferenceStore {
  /** The same object until something in it changes. */
  get(): Preferences;
  set(change: Partial<Preferences>): void;
  subscribe(listener: () => void): () => void;
}

/** Begins with what this browser keeps; what makes no sense there is as if it were not there. */
export function createPreferenceStore(storage: GuardedStorage): PreferenceStore {
  const listeners = new Set<() => void>();
  let current = read(storage.get(KEY));

  const change = (next: Preferences) => {
    current = next;
    for (const listener of listeners) listener();
  };
  storage.subscribe(KEY, () => change(read(storage.get(KEY))));

  return {
    get: () => current,
    set(patch) {
      change({ ...current, ...patch });
      storage.set(KEY, JSON.stringify(current));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(text: string | undefined): Preferences {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Preferences), text);
  return parsed.success ? parsed.output : DEFAULT_PREFERENCES;
}
