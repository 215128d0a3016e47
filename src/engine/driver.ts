import { type ErrorCode, type Failure, toFailure } from "../contract/errors.ts";
import type { FilePolicy } from "../contract/policy.ts";
import { changesOf } from "./cargo.ts";
import { createIntake, refuseChosen } from "./intake.ts";
import { createJob, type Job } from "./job.ts";
import { createJourney } from "./journey.ts";
import type { Memory } from "./memory.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts, KnownContent } from "./ports.ts";
import { decideRetry } from "./retry.ts";
import { createScheduler } from "./scheduler.ts";
import type { FileId, FileState, UploadResult } from "./state.ts";
import type { RowStore } from "./store.ts";
import { type FileEvent, transition } from "./transition.ts";
import { createTwins } from "./twins.ts";
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

/** What was so when something failed. */
interface Moment {
  readonly now: number;
  readonly random: number;
  readonly online: boolean;
}

/** Failures that every other file would meet too: until the pause is over, nothing else is signed or sent. */
const MET_BY_ALL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["rate_limited", "gateway_unreachable"]);

/** Nothing moves before the first `start` and `pump`. */
export function createDriver(ports: EnginePorts, options: EngineOptions, store: RowStore, memory: Memory): Driver {
  const { clock, connectivity } = ports;
  const life = new AbortController();
  const jobs = new Map<FileId, Job>();
  const twins = createTwins();

  const dispatch = (id: FileId, event: FileEvent) => {
    const row = store.get(id);
    const job = jobs.get(id);
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
    arrive(job, state);
  };

  const startAnew = (job: Job) => {
    job.retries = 0;
    job.renewed = false;
    scheduler.liftHold();
  };

  /** Exactly one thing follows from every stage that is not an end; the stages of work are left by the work itself. */
  const arrive = (job: Job, state: FileState) => {
    switch (state.stage) {
      case "queued":
        job.permission = undefined;
        intake.enter(job.id);
        lead(twins.release(job.id));
        return;
      case "hashed":
        if (isOutdated(job)) dispatch(job.id, { type: "outdated" });
        else joinUploads(job, state);
        return;
      case "signed":
        scheduler.enter("upload", job.id, job.size);
        return;
      case "verifying":
        passOn(job.id, state.result);
        scheduler.enter("verify", job.id, job.size);
        return;
      case "waiting":
        if (state.until === undefined) waits.untilOnline(job.id);
        else waits.untilTime(job.id, state.until, job.size);
        return;
      case "done":
        job.cargo = undefined;
        if (state.link.kind === "checking") scheduler.enter("verify", job.id, job.size);
        return;
      case "paused":
      case "failed":
      case "cancelled":
        giveUp(job);
        return;
    }
  };

  const admit = (id: FileId, policy: FilePolicy) => {
    const job = jobs.get(id);
    if (!job) return;
    const refused = refuseChosen(job.blob, policy, ports.preparer);
    if (refused !== undefined) {
      dispatch(id, { type: "failed", failure: { code: refused } });
      return;
    }
    job.policy = policy;
    scheduler.enter("hash", id, job.size);
  };

  const isOutdated = ({ blob, cargo }: Job) => cargo !== undefined && cargo.wishes !== ports.preparer.wishes?.(blob);

  const joinUploads = (job: Job, { digests }: Extract<FileState, { stage: "hashed" }>) => {
    const role = twins.join(job.id, digests, job.cargo?.blob.size ?? job.blob.size);
    job.given = role.kind === "stored" ? role.result : undefined;
    if (role.kind === "leads") goUp(job);
    if (role.kind === "stored") dispatch(job.id, storedBefore(job, role.result));
  };

  const isLost = (job: Job, works: boolean): boolean => {
    const { given } = job;
    job.given = undefined;
    if (works) twins.shown(job.id);
    return !works && given !== undefined && connectivity.online() && twins.lost(job.id, given);
  };

  const passOn = (id: FileId, result: UploadResult) => {
    for (const follower of twins.stored(id, result)) {
      const job = jobs.get(follower);
      if (job) dispatch(follower, storedBefore(job, result));
    }
  };

  const lead = (id: FileId | undefined) => {
    const job = id === undefined ? undefined : jobs.get(id);
    if (job) goUp(job);
  };

  /** A large file waits long for its place, and a round trip is little of the time that it takes there. */
  const goUp = (job: Job) => {
    const ahead = job.size === "small" && options.signAhead > 0;
    scheduler.enter(ahead ? "sign" : "upload", job.id, job.size);
  };

  const giveUp = (job: Job) => {
    job.run?.abort();
    job.permission = undefined;
    intake.withdraw(job.id);
    scheduler.withdraw(job.id);
    lead(twins.release(job.id));
  };

  /** All at once: files that met the same failure together get the same pause, and one timer. */
  const settle = (ids: readonly FileId[], failure: Failure) => {
    const moment = { now: clock.now(), random: clock.random(), online: connectivity.online() };
    for (const id of ids) settleOne(id, failure, moment);
  };

  const settleOne = (id: FileId, failure: Failure, { now, ...chance }: Moment) => {
    const job = jobs.get(id);
    if (!job) return;
    const { retries } = job;
    const decision = decideRetry(failure, { retries, ...chance }, options);
    if (decision.kind === "fail") {
      dispatch(id, { type: "failed", failure });
    } else if (decision.kind === "whenOnline") {
      dispatch(id, { type: "postponed", failure, attempt: Math.max(1, retries), until: undefined });
    } else {
      job.retries += 1;
      const until = now + decision.ms;
      if (MET_BY_ALL.has(failure.code) || failure.retryAfterMs !== undefined) scheduler.holdUntil(until);
      dispatch(id, { type: "postponed", failure, attempt: job.retries, until });
    }
  };

  const goOn = (ids: readonly FileId[]) => {
    for (const id of ids) dispatch(id, { type: "waitOver" });
    scheduler.pump();
  };

  /** A network that was gone may be all that was wrong with a link. */
  const lookAgain = (id: FileId) => {
    const state = store.get(id)?.state;
    if (state?.stage === "done" && state.link.kind === "unconfirmed") dispatch(id, { type: "recheck" });
  };

  const waits = createWaits(clock, goOn);
  const intake = createIntake(ports, options, life.signal, {
    admit,
    fail: (ids, error) => settle(ids, toFailure(error)),
    answered: () => scheduler.pump(),
  });
  const permissions = { now: clock.now, goodForMs: options.permissionMs };
  const work = createWork(createJourney(ports, options), permissions, {
    job: (id) => jobs.get(id),
    state: (id) => store.get(id)?.state,
    isOutdated,
    isLost,
    dispatch,
    settle: (id, failure) => settle([id], failure),
  });
  const list = { moving: store.moving, tick: store.tick, held: store.setHeld, postponed: waits.timed };
  const scheduler = createScheduler(ports, options, life.signal, list, work);

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
      const state = store.get(id)?.state;
      const refused = state?.stage === "failed" && isPolicyRefusal(state.failure.code);
      if (event.type === "retry" && refused) intake.forgetPolicy();
      dispatch(id, event);
    },
    forget(id) {
      const job = jobs.get(id);
      if (!job) return;
      giveUp(job);
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

/** The same bytes can come of different files: what was taken out or converted is each file's own. */
function storedBefore({ known }: Job, { removal: _, conversion: __, ...result }: UploadResult): FileEvent {
  return { type: "stored", result: { ...result, deduped: true, ...(known && changesOf(known)) } };
}
