import { type Failure, toFailure } from "../contract/errors.ts";
import type { HashedCargo } from "./cargo.ts";
import type { Job } from "./job.ts";
import type { Journey } from "./journey.ts";
import { knownContent } from "./known-content.ts";
import type { EngineOptions } from "./options.ts";
import type { PermissionOutcome } from "./permission.ts";
import type { Clock } from "./ports.ts";
import type { Work } from "./scheduler.ts";
import type { FileId, FileState } from "./state.ts";
import type { Report } from "./step.ts";
import { digestsOf, type FileEvent } from "./transition.ts";
import type { TwinUploads } from "./twin-uploads.ts";

/** What the work reads and moves. */
export interface WorkSite {
  job(id: FileId): Job | undefined;
  state(id: FileId): FileState | undefined;
  /** What was prepared of the file is not what is wanted now. */
  isOutdated(job: Job): boolean;
  dispatch(id: FileId, event: FileEvent): void;
  /** A part of the way failed. */
  settle(id: FileId, failure: Failure): void;
}

/** Does one part of the way. @returns what came of it. */
type Task = (job: Job, signal: AbortSignal, report: Report) => Promise<FileEvent>;

/** Carries the journey's parts out for rows, so that what comes after an abort is not heard. */
export function createWork(
  journey: Journey,
  clock: Clock,
  { permissionMs }: EngineOptions,
  twins: Pick<TwinUploads, "isLost">,
  site: WorkSite,
): Work {
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
    const { blob, known } = job;
    const { cargo, digests } = await journey.hash(signal, { blob, policy: need(job.policy, "policy"), known }, report);
    job.cargo = cargo;
    job.known = knownContent(cargo, digests);
    return { type: "hashFinished", digests };
  };

  const hashedOf = (job: Job): HashedCargo => ({
    cargo: need(job.cargo, "cargo"),
    digests: need(digestsOf(need(site.state(job.id), "row")), "digests"),
  });

  const sign: Task = async (job, signal, report) => {
    if (site.isOutdated(job)) return { type: "outdated" };
    const outcome = await journey.sign(signal, hashedOf(job), report);
    if (outcome.kind === "stored") return { type: "stored", result: outcome.result };
    job.permission = { grant: outcome.grant, since: clock.now() };
    return { type: "signed" };
  };

  /** Used once: what comes of it may be that it is good no more. */
  const takePermission = (job: Job): PermissionOutcome | undefined => {
    const { permission } = job;
    job.permission = undefined;
    if (!permission || clock.now() - permission.since > permissionMs) return undefined;
    return { kind: "granted", grant: permission.grant };
  };

  const upload: Task = async (job, signal, report) => {
    if (site.isOutdated(job)) return { type: "outdated" };
    const mayRenew = () => {
      const may = !job.renewed;
      job.renewed = true;
      return may;
    };
    const hashed = hashedOf(job);
    const outcome = takePermission(job) ?? (await journey.sign(signal, hashed, report));
    if (outcome.kind === "stored") return { type: "stored", result: outcome.result };
    const shipment = { hashed, grant: outcome.grant, rowBytes: job.blob.size, mayRenew };
    return { type: "stored", result: await journey.send(signal, shipment, report) };
  };

  const verify: Task = async (job, signal) => {
    const state = need(site.state(job.id), "row");
    const result = need("result" in state ? state.result : undefined, "link");
    const checked = await journey.verify(signal, result.url);
    return twins.isLost(job, checked.link.kind === "confirmed") ? { type: "lost" } : checked;
  };

  return {
    hash: (id) => carryOut(id, hash),
    sign: (id) => carryOut(id, sign),
    upload: (id) => carryOut(id, upload),
    verify: (id) => carryOut(id, verify),
  };
}

/** For what the order of the stages promises; without it, it is a bug of ours. */
function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The file has no ${what}.`);
  return value;
}
