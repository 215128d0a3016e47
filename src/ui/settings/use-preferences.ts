import { useSyncExternalStore } from "react";
import type { Preferences } from "../../contract/preferences.ts";
import { useServices } from "../services.tsx";

/** What the person has set, and the way to change it. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const { preferences } = useServices();
  return [useSyncExternalStore(preferences.subscribe, preferences.get), preferences.set];
}
