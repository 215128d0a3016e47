import type { ErrorCode, Failure } from "../contract/errors.ts";
import type { Job } from "./job.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts } from "./ports.ts";
import { decideRetry } from "./retry.ts";
import type { Scheduler } from "./scheduler.ts";
import type { FileId } from "./state.ts";
import type { FileEvent } from "./transition.ts";

/** Sees to what a failure leads to: a try after a pause, one when there is a network again, or the end. */
export type Settle = (ids: readonly FileId[], failure: Failure) => void;

/** What settling moves. */
export interface SettlingSite {
  job(id: FileId): Job | undefined;
  dispatch(id: FileId, event: FileEvent): void;
}

/** What was so when something failed. */
interface Moment {
  readonly now: number;
  readonly random: number;
  readonly online: boolean;
}

/** Failures that every other file would meet too: until the pause is over, nothing else is signed or sent. */
const MET_BY_ALL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["rate_limited", "gateway_unreachable"]);

/** All at once: files that met the same failure together get the same pause, and one timer. */
export function createSettle(
  { clock, connectivity }: EnginePorts,
  options: EngineOptions,
  scheduler: Scheduler,
  { job: jobOf, dispatch }: SettlingSite,
): Settle {
  const settleOne = (id: FileId, failure: Failure, { now, ...chance }: Moment) => {
    const job = jobOf(id);
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

  return (ids, failure) => {
    const moment = { now: clock.now(), random: clock.random(), online: connectivity.online() };
    for (const id of ids) settleOne(id, failure, moment);
  };
}
