import { createQueue } from "./queue.ts";
import type { FileId } from "./state.ts";

/** From `largeFileBytes` on a file is large. */
export type SizeClass = "small" | "large";

/** A place in a lane, held until `leave` is called. */
export interface Place {
  readonly id: FileId;
  leave(): void;
}

/** Files that wait for one kind of work, and a limited number of places to do it. */
export interface Lane {
  enter(id: FileId, size: SizeClass): void;
  /** Takes a file out of the waiting ones; one that has a place keeps it. */
  withdraw(id: FileId): void;
  /** The next file and its place, or `undefined` when none may go. */
  next(admits?: (size: SizeClass) => boolean): Place | undefined;
  waiting(size: SizeClass): number;
  working(size: SizeClass): number;
}

/** How many may work in a lane at once. */
export interface LanePlaces {
  readonly places: number;
  /** Large files may take so many of them even when no small one waits. */
  readonly forLarge: number;
}

/**
 * First come, first served, but while both small and large files wait, neither class may take every place. So a film is
 * not put off by a stream of thumbnails; and with a place that is never for large files, no thumbnail waits for a film.
 */
export function createLane({ places, forLarge }: LanePlaces): Lane {
  const queues = { small: createQueue(), large: createQueue() };
  const working = { small: 0, large: 0 };
  let tickets = 0;

  const choose = (admits: (size: SizeClass) => boolean): SizeClass | undefined => {
    const small = admits("small") ? queues.small.first() : undefined;
    const large = admits("large") && working.large < forLarge ? queues.large.first() : undefined;
    if (!small || !large) return small ? "small" : large && "large";
    if (places > 1 && working.large >= places - 1) return "small";
    if (places > 1 && working.small >= places - 1) return "large";
    return small.ticket < large.ticket ? "small" : "large";
  };

  return {
    enter(id, size) {
      tickets += 1;
      queues[size].push({ id, ticket: tickets });
    },
    withdraw(id) {
      queues.small.remove(id);
      queues.large.remove(id);
    },
    next(admits = () => true) {
      if (working.small + working.large >= places) return undefined;
      const size = choose(admits);
      const first = size && queues[size].first();
      if (!size || !first) return undefined;
      queues[size].remove(first.id);
      working[size] += 1;
      let held = true;
      return {
        id: first.id,
        leave() {
          if (held) working[size] -= 1;
          held = false;
        },
      };
    },
    waiting: (size) => queues[size].size(),
    working: (size) => working[size],
  };
}
