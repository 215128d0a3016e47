import type { WorkerReply, WorkerRequest } from "../contract/worker-messages.ts";

/** The replies that a job ends with, when it does not fail. */
export type JobResult = Extract<WorkerReply, { type: "prepared" | "hashed" }>;

/** What is asked of a worker; its id is unique within one pool. */
export type JobRequest = Exclude<WorkerRequest, { type: "cancel" }>;

/** One request to a worker, from the call that made it to its answer. */
export interface HashJob {
  readonly request: JobRequest;
  /** How many workers have taken it. */
  tries: number;
  readonly onProgress: (loaded: number) => void;
  /** Called once, one or the other; later calls do nothing. */
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: unknown) => void;
}
