import type { FileId } from "../../engine/state.ts";

/** The two names of a file: the engine counts from the beginning with every load, and a host has seen several loads. */
export interface WireIds {
  /** An id that no other load of the frame has. */
  wireId(id: FileId): string;
  /** Undefined for an id of another load of the frame, or of another frame. */
  engineId(wireId: string): FileId | undefined;
}

/** @param session another one for every load. */
export function createWireIds(session: string): WireIds {
  const prefix = `${session}-`;
  return {
    wireId: (id) => prefix + id,
    engineId: (id) => (id.startsWith(prefix) ? id.slice(prefix.length) : undefined),
  };
}
