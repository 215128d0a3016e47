import { type Failure, toFailure } from "../contract/errors.ts";
import type { Job } from "./job.ts";
import type { Journey, Report } from "./journey.ts";
import { knownContent } from "./known-content.ts";
import type { Work } from "./scheduler.ts";
import type { FileId, FileState } from "./state.ts";
import { digestsOf, type FileEvent } from "./transition.ts";

/** What the work reads and moves. */
export interface WorkSite {
  job(id: FileId): Job | undefined;
  state(id: FileId): FileState | undefined;
  dispatch(id: FileId, event: FileEvent): void;
  /** A part of the way failed. */
  settle(id: FileId, failure: Failure): void;
}

/** Does one part of the way. @returns what came of it. */
type Task = (job: Job, signal: AbortSignal, report: Report) => Promise<FileEvent>;

/** Carries the journey's parts out for rows, so that what comes after an abort is not heard. */
export function createWork(journey: Journey, site: WorkSite): Work {
  const carryOut = async (id: FileId, task: Task) => {
    const job = site.job(id);
    if (!job) return;
    const run = new AbortController();
    job.run = run;
    const report: Report = (event) => {
      if (!run.signal.aborted) site.dispatch(id, event);
    };
    try {
      report(await task(job, run.signal, report));
    } catch (error) {
      if (!run.signal.aborted) site.settle(id, toFailure(error));
    }
  };

  const hash: Task = async (job, signal, report) => {
    const { cargo, digests } = await journey.hash(signal, job.blob, need(job.policy, "policy"), job.known, report);
    job.cargo = cargo;
    job.known = knownContent(cargo, digests);
    return { type: "hashFinished", digests };
  };

  const upload: Task = async (job, signal, report) => {
    const digests = need(digestsOf(need(site.state(job.id), "row")), "digests");
    const mayRenew = () => {
      const may = !job.renewed;
      job.renewed = true;
      return may;
    };
    const hashed = { cargo: need(job.cargo, "cargo"), digests };
    return { type: "stored", result: await journey.upload(signal, hashed, job.blob.size, mayRenew, report) };
  };

  const verify: Task = async (job, signal) => {
    const state = need(site.state(job.id), "row");
    const result = need("result" in state ? state.result : undefined, "link");
    return journey.verify(signal, result.url);
  };

  return {
    hash: (id) => carryOut(id, hash),
    upload: (id) => carryOut(id, upload),
    verify: (id) => carryOut(id, verify),
  };
}

/** For what the order of the stages promises; without it, it is a bug of ours. */
function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The file has no ${what}.`);
  return value;
}
