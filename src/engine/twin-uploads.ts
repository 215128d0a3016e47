import type { Digests } from "../contract/digest.ts";
import { changesOf } from "./cargo.ts";
import type { Job } from "./job.ts";
import type { Connectivity } from "./ports.ts";
import type { FileId, UploadResult } from "./state.ts";
import type { FileEvent } from "./transition.ts";
import { createTwins } from "./twins.ts";

/** Of files with the same bytes one goes up, and the others have its link then. */
export interface TwinUploads {
  /** The file is hashed: it goes up, waits for the twin that does, or has its link already. */
  join(job: Job, digests: Digests): void;
  /** The file's content is in the store: whoever waited for that has the link too. */
  passOn(id: FileId, result: UploadResult): void;
  /** Takes in whether the file's link works. @returns whether the object behind it is gone, so that it has to go up anew. */
  isLost(job: Job, works: boolean): boolean;
  /** The file stops: who waited longest for it goes up in its place. */
  release(id: FileId): void;
  /** The file, which was released, is gone. */
  forget(id: FileId): void;
}

/** What is done about twins. */
export interface TwinSite {
  job(id: FileId): Job | undefined;
  dispatch(id: FileId, event: FileEvent): void;
}

/** No files yet. @param goUp sends a file on to its upload. */
export function createTwinUploads(
  connectivity: Connectivity,
  { job: jobOf, dispatch }: TwinSite,
  goUp: (job: Job) => void,
): TwinUploads {
  const twins = createTwins();
  return {
    join(job, digests) {
      const role = twins.join(job.id, digests, job.cargo?.blob.size ?? job.blob.size);
      job.given = role.kind === "stored" ? role.result : undefined;
      if (role.kind === "leads") goUp(job);
      if (role.kind === "stored") dispatch(job.id, storedBefore(job, role.result));
    },
    passOn(id, result) {
      for (const follower of twins.stored(id, result)) {
        const job = jobOf(follower);
        if (job) dispatch(follower, storedBefore(job, result));
      }
    },
    isLost(job, works) {
      const { given } = job;
      job.given = undefined;
      if (works) twins.shown(job.id);
      return !works && given !== undefined && connectivity.online() && twins.lost(job.id, given);
    },
    release(id) {
      const next = twins.release(id);
      const job = next === undefined ? undefined : jobOf(next);
      if (job) goUp(job);
    },
    forget: twins.forget,
  };
}

/** The same bytes can come of different files: what was taken out or converted is each file's own. */
function storedBefore({ known }: Job, { removal: _, conversion: __, ...result }: UploadResult): FileEvent {
  return { type: "stored", result: { ...result, deduped: true, ...(known && changesOf(known)) } };
}
