import { useMemo } from "react";
import { useServices } from "../services.tsx";
import { useShortcuts } from "../shortcuts/use-shortcuts.ts";
import { finishedSubjects } from "./link-subjects.ts";
import { useCopy } from "./use-copy.ts";

/** C copies all links of the list. The history has a key of its own: what is copied is what is seen. */
export function useCopyKey(): void {
  const { engine } = useServices();
  const copy = useCopy();
  const keys = useMemo(
    () => ({
      c: () => {
        const subjects = finishedSubjects(engine);
        if (subjects.length > 0) void copy(subjects);
      },
    }),
    [engine, copy],
  );
  useShortcuts(keys);
}
