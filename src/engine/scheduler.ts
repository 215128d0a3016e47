import { createLane, type Lane, type Place, type SizeClass } from "./lane.ts";
import { type EngineOptions, TOTALS_TICK_MS } from "./options.ts";
import type { EnginePorts } from "./ports.ts";
import type { FileId } from "./state.ts";
import type { RowStore } from "./store.ts";
import type { Waits } from "./waits.ts";

/** The work itself, one part of a file's way each; never rejects. */
export interface Work {
  hash(id: FileId): Promise<void>;
  /** Of a file that has no place among the uploads yet. */
  sign(id: FileId): Promise<void>;
  upload(id: FileId): Promise<void>;
  verify(id: FileId): Promise<void>;
}
/** A part of a file's way, which has places of its own. */
export type Part = keyof Work;

/** What the scheduler has to see of the list. */
export type ListView = Pick<RowStore, "moving" | "tick" | "setHeld"> & Pick<Waits, "timed">;

/** Decides which file goes next, and when. */
export interface Scheduler {
  enter(part: Part, id: FileId, size: SizeClass): void;
  /** Takes a waiting file out of every part; one that is being worked on keeps its place until the work has ended. */
  withdraw(id: FileId): void;
  /** Starts no upload before this moment, in clock ms. */
  holdUntil(moment: number): void;
  /** Ends such a pause, for a person who does not want to wait; `pump` has to follow. */
  liftHold(): void;
  /** Gives free places to whoever waits for one. */
  pump(): void;
}

/** @param life aborted when nothing is to start any more. */
export function createScheduler(
  { clock, connectivity }: EnginePorts,
  options: EngineOptions,
  life: AbortSignal,
  list: ListView,
  work: Work,
): Scheduler {
  const { hashConcurrency, uploadConcurrency, signAhead, verifyConcurrency } = options;
  const lanes: Record<Part, Lane> = {
    // Even a large file is hashed in seconds, so no place is kept free of them.
    hash: createLane({ places: hashConcurrency, forLarge: hashConcurrency }),
    sign: createLane({ places: signAhead, forLarge: signAhead }),
    upload: createLane({ places: uploadConcurrency, forLarge: Math.max(1, uploadConcurrency - 1) }),
    verify: createLane({ places: verifyConcurrency, forLarge: verifyConcurrency }),
  };
  let heldUntil: number | undefined;
  let pumping = false;
  let ticking = false;

  /** Hashing stays this far ahead of the uploads and no further; what waits for the network does not count. */
  const hasRoomAhead = (size: SizeClass) =>
    lanes.sign.waiting(size) + signedAhead(size) + lanes.hash.working(size) + list.timed(size) < options.hashAhead;

  /** Signed, or about to be. */
  const signedAhead = (size: SizeClass) => lanes.sign.working(size) + lanes.upload.waiting(size);

  const occupy = async (part: Part, place: Place) => {
    await work[part](place.id);
    place.leave();
    pump();
  };

  const fill = (part: Part, admits?: (size: SizeClass) => boolean) => {
    const lane = lanes[part];
    for (let place = lane.next(admits); place; place = lane.next(admits)) void occupy(part, place);
  };

  const pump = () => {
    if (pumping || life.aborted) return;
    pumping = true;
    try {
      if (connectivity.online()) fill("verify");
      if (heldUntil === undefined) {
        fill("upload");
        fill("sign", (size) => signedAhead(size) < signAhead);
      }
      fill("hash", hasRoomAhead);
    } finally {
      pumping = false;
    }
    if (!ticking) void tickWhileMoving();
  };

  const hold = (until: number | undefined) => {
    heldUntil = until;
    list.setHeld(until);
  };

  /** Only the newest pause ends the holding. */
  const waitOutHold = async (moment: number) => {
    try {
      while (clock.now() < moment) await clock.sleep(life, moment - clock.now());
    } catch {
      // Disposed of; or the clock fails, which may cost the pause, but not the upload.
    }
    if (life.aborted || heldUntil !== moment) return;
    hold(undefined);
    pump();
  };

  const tickWhileMoving = async () => {
    ticking = true;
    try {
      while (list.moving() > 0) {
        await clock.sleep(life, TOTALS_TICK_MS);
        list.tick();
      }
    } catch {
      // Disposed of; or the clock fails, and the speed is measured on changes alone.
    }
    ticking = false;
  };

  return {
    enter: (part, id, size) => lanes[part].enter(id, size),
    withdraw(id) {
      for (const lane of Object.values(lanes)) lane.withdraw(id);
    },
    holdUntil(moment) {
      if (heldUntil !== undefined && moment <= heldUntil) return;
      hold(moment);
      void waitOutHold(moment);
    },
    liftHold: () => hold(undefined),
    pump,
  };
}
