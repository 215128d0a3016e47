import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { FileId } from "../../engine/state.ts";

/** Finished files that a person has picked out, to copy only their links. */
export interface FileSelection {
  has(id: FileId): boolean;
  /** How many of `ids` are picked out. */
  count(ids: readonly FileId[]): number;
  set(id: FileId, selected: boolean): void;
  clear(): void;
}

const Context = createContext<FileSelection | undefined>(undefined);

/** Nothing is picked out at first; what is goes with the view. */
export function SelectionProvider({ children }: { children: ReactNode }) {
  const [ids, setIds] = useState<ReadonlySet<FileId>>(new Set());
  const value = useMemo<FileSelection>(
    () => ({
      has: (id) => ids.has(id),
      count: (all) => (ids.size === 0 ? 0 : all.filter((id) => ids.has(id)).length),
      set: (id, selected) =>
        setIds((before) => {
          const after = new Set(before);
          if (selected) after.add(id);
          else after.delete(id);
          return after;
        }),
      clear: () => setIds(new Set()),
    }),
    [ids],
  );
  return <Context value={value}>{children}</Context>;
}

/** Undefined where nothing can be picked out, such as inside a frame, which has a choice of its own. */
export function useFileSelection(): FileSelection | undefined {
  return use(Context);
}
