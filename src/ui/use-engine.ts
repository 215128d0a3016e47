import { useCallback, useSyncExternalStore } from "react";
import type { EngineSnapshot, FileId, UploadFile } from "../engine/state.ts";
import { useServices } from "./services.tsx";

/** The list as a whole. */
export function useSnapshot(): EngineSnapshot {
  const { engine } = useServices();
  return useSyncExternalStore(engine.subscribe, engine.getSnapshot);
}

/** One row, which alone renders again when it changes. */
export function useUploadFile(id: FileId): UploadFile | undefined {
  const { engine } = useServices();
  const subscribe = useCallback((listener: () => void) => engine.subscribeFile(id, listener), [engine, id]);
  return useSyncExternalStore(subscribe, () => engine.getFile(id));
}
