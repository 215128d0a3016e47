import { type ErrorCode, type Failure, toFailure } from "../contract/errors.ts";
import { createIntake } from "./intake.ts";
import { createJob, type Job } from "./job.ts";
import { createJourney } from "./journey.ts";
import type { Memory } from "./memory.ts";
import { createNextSteps } from "./next-steps.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts, KnownContent } from "./ports.ts";
import { createScheduler } from "./scheduler.ts";
import { createSettle } from "./settling.ts";
import type { FileId } from "./state.ts";
import type { RowStore } from "./store.ts";
import { type FileEvent, transition } from "./transition.ts";
import { createTwinUploads } from "./twin-uploads.ts";
import { createWaits } from "./waits.ts";
import { createWork } from "./work.ts";

/** Moves rows: whatever stage a row comes to, the driver sees to what comes next, so that none is left standing. */
export interface Driver {
  /** Takes charge of a queued row whose bytes are `blob`. @param known what an earlier page has found out about them. */
  start(id: FileId, blob: Blob, known?: KnownContent): void;
  /** Does what a person asks for; an event that does not apply changes nothing. */
  command(id: FileId, event: FileEvent): void;
  /** Stops what is done for the row, and forgets it. */
  forget(id: FileId): void;
  /** Gives free places to whoever waits for one; call it after a batch of commands. */
  pump(): void;
  /** Ends everything; nothing moves after this. */
  dispose(): void;
}

/** Nothing moves before the first `start` and `pump`. */
export function createDriver(ports: EnginePorts, options: EngineOptions, store: RowStore, memory: Memory): Driver {
  const { clock, connectivity, preparer } = ports;
  const life = new AbortController();
  const jobs = new Map<FileId, Job>();
  const jobOf = (id: FileId) => jobs.get(id);
  const stateOf = (id: FileId) => store.get(id)?.state;

  const dispatch = (id: FileId, event: FileEvent) => {
    const row = store.get(id);
    const job = jobOf(id);
    if (!row || !job) return;
    const state = transition(row.state, event);
    if (state === row.state) return;
    const moved = { ...row, state };
    store.put(moved);
    if (state.stage === row.state.stage && event.type !== "recheck") return;
    if (row.state.stage === "waiting") waits.end(id);
    if (event.type === "retry" || event.type === "resume") startAnew(job);
    if (state.stage === "failed" && state.digests === undefined) job.known = undefined;
    memory.look(moved, job.known);
    next.arrive(job, state);
  };

  const startAnew = (job: Job) => {
    job.retries = 0;
    job.renewed = false;
    scheduler.liftHold();
  };

  /** A large file waits long for its place, and a round trip is little of the time that it takes there. */
  const goUp = ({ id, size }: Job) => {
    const ahead = size === "small" && options.signAhead > 0;
    scheduler.enter(ahead ? "sign" : "upload", id, size);
  };

  const goOn = (ids: readonly FileId[]) => {
    for (const id of ids) dispatch(id, { type: "waitOver" });
    scheduler.pump();
  };

  // The parts need each other: whoever comes first calls those that come later only once a file moves.
  const waits = createWaits(clock, goOn);
  const site = {
    job: jobOf,
    state: stateOf,
    isOutdated: ({ blob, cargo }: Job) => cargo !== undefined && cargo.wishes !== preparer.wishes?.(blob),
    dispatch,
    settle: (id: FileId, failure: Failure) => settle([id], failure),
  };
  const twins = createTwinUploads(connectivity, site, goUp);
  const intake = createIntake(ports, options, life.signal, {
    admit: (id, policy) => next.admit(id, policy),
    fail: (ids, error) => settle(ids, toFailure(error)),
    answered: () => scheduler.pump(),
  });
  const work = createWork(createJourney(ports, options), clock, options, twins, site);
  const scheduler = createScheduler(ports, options, life.signal, { ...store, timed: waits.timed }, work);
  const settle = createSettle(ports, options, scheduler, site);
  const next = createNextSteps(ports, site, intake, scheduler, twins, waits);

  /** A network that was gone may be all that was wrong with a link. */
  const lookAgain = (id: FileId) => {
    const state = stateOf(id);
    if (state?.stage === "done" && state.link.kind === "unconfirmed") dispatch(id, { type: "recheck" });
  };

  const stopListening = connectivity.subscribe(() => {
    if (!connectivity.online()) return;
    for (const id of jobs.keys()) lookAgain(id);
    goOn(waits.takeOffline());
  });

  return {
    start(id, blob, known) {
      jobs.set(id, createJob(id, blob, blob.size < options.largeFileBytes ? "small" : "large", known));
      intake.enter(id);
    },
    command(id, event) {
      const state = stateOf(id);
      const refused = state?.stage === "failed" && isPolicyRefusal(state.failure.code);
      if (event.type === "retry" && refused) intake.forgetPolicy();
      dispatch(id, event);
    },
    forget(id) {
      const job = jobOf(id);
      if (!job) return;
      next.giveUp(job);
      waits.end(id);
      twins.forget(id);
      jobs.delete(id);
    },
    pump: scheduler.pump,
    dispose() {
      stopListening();
      memory.stop();
      for (const id of jobs.keys()) dispatch(id, { type: "cancel" });
      for (const job of jobs.values()) job.run?.abort();
      jobs.clear();
      life.abort();
    },
  };
}

/** The rules may be others by the time that a person asks again. */
function isPolicyRefusal(code: ErrorCode): boolean {
  return code === "too_large" || code === "type_not_accepted";
}
