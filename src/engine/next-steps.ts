import type { FilePolicy } from "../contract/policy.ts";
import { type Intake, refuseChosen } from "./intake.ts";
import type { Job } from "./job.ts";
import type { EnginePorts } from "./ports.ts";
import type { Scheduler } from "./scheduler.ts";
import type { FileId, FileState } from "./state.ts";
import type { FileEvent } from "./transition.ts";
import type { TwinUploads } from "./twin-uploads.ts";
import type { Waits } from "./waits.ts";

/** What follows of itself for a file. */
export interface NextSteps {
  /** The rules are known: they refuse the file, or it is prepared and hashed. */
  admit(id: FileId, policy: FilePolicy): void;
  /** Exactly one thing follows from every stage that is not an end; the stages of work are left by the work itself. */
  arrive(job: Job, state: FileState): void;
  /** Stops what is done for the file; a twin may go up in its place. */
  giveUp(job: Job): void;
}

/** What the steps read and move. */
export interface NextSite {
  job(id: FileId): Job | undefined;
  /** What was prepared of the file is not what is wanted now. */
  isOutdated(job: Job): boolean;
  dispatch(id: FileId, event: FileEvent): void;
}

/** The steps between the places where a file can be. */
export function createNextSteps(
  { preparer }: EnginePorts,
  { job: jobOf, isOutdated, dispatch }: NextSite,
  intake: Intake,
  scheduler: Scheduler,
  twins: TwinUploads,
  waits: Waits,
): NextSteps {
  const admit = (id: FileId, policy: FilePolicy) => {
    const job = jobOf(id);
    if (!job) return;
    const refused = refuseChosen(job.blob, policy, preparer);
    if (refused !== undefined) {
      dispatch(id, { type: "failed", failure: { code: refused } });
      return;
    }
    job.policy = policy;
    scheduler.enter("hash", id, job.size);
  };

  const giveUp = (job: Job) => {
    job.run?.abort();
    job.permission = undefined;
    intake.withdraw(job.id);
    scheduler.withdraw(job.id);
    twins.release(job.id);
  };

  const arrive = (job: Job, state: FileState) => {
    switch (state.stage) {
      case "queued":
        job.permission = undefined;
        intake.enter(job.id);
        twins.release(job.id);
        return;
      case "hashed":
        if (isOutdated(job)) dispatch(job.id, { type: "outdated" });
        else twins.join(job, state.digests);
        return;
      case "signed":
        scheduler.enter("upload", job.id, job.size);
        return;
      case "verifying":
        twins.passOn(job.id, state.result);
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

  return { admit, arrive, giveUp };
}
