import type { SizeClass } from "./lane.ts";
import type { Clock } from "./ports.ts";
import type { FileId } from "./state.ts";

/** Files that wait for their next try: for a moment to come, or for the network. */
export interface Waits {
  /** @param until clock ms. */
  untilTime(id: FileId, until: number, size: SizeClass): void;
  untilOnline(id: FileId): void;
  /** The file does not wait any more, for whatever reason. */
  end(id: FileId): void;
  /** The network is there. @returns the files that waited for it; they do not any more. */
  takeOffline(): FileId[];
  /** Files of a class that wait for a moment. */
  timed(size: SizeClass): number;
}

/** Files with the same moment, which share one timer. */
interface Group {
  readonly ids: Set<FileId>;
  readonly timer: AbortController;
}

/** @param over called when a moment has come, with every file that waited for it. */
export function createWaits(clock: Clock, over: (ids: readonly FileId[]) => void): Waits {
  const offline = new Set<FileId>();
  const groups = new Map<number, Group>();
  const timed = new Map<FileId, { readonly until: number; readonly size: SizeClass }>();
  const counts = { small: 0, large: 0 };

  const groupFor = (until: number): Group => {
    const known = groups.get(until);
    if (known) return known;
    const group = { ids: new Set<FileId>(), timer: new AbortController() };
    groups.set(until, group);
    const ring = () => {
      if (!group.timer.signal.aborted) over([...group.ids]);
    };
    // A clock that fails may cost a pause, but never the file.
    clock.sleep(group.timer.signal, Math.max(0, until - clock.now())).then(ring, ring);
    return group;
  };

  const leave = (id: FileId, until: number) => {
    const group = groups.get(until);
    group?.ids.delete(id);
    if (group?.ids.size !== 0) return;
    groups.delete(until);
    group.timer.abort();
  };

  return {
    untilTime(id, until, size) {
      timed.set(id, { until, size });
      counts[size] += 1;
      groupFor(until).ids.add(id);
    },
    untilOnline(id) {
      offline.add(id);
    },
    end(id) {
      offline.delete(id);
      const entry = timed.get(id);
      if (!entry) return;
      timed.delete(id);
      counts[entry.size] -= 1;
      leave(id, entry.until);
    },
    takeOffline() {
      const ids = [...offline];
      offline.clear();
      return ids;
    },
    timed: (size) => counts[size],
  };
}
