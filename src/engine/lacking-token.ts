import type { UploadEngine } from "./types.ts";

/** Takes up again what failed for nothing but want of an access token, now that there is another one. */
export function retryLackingToken({ getSnapshot, getFile, retry }: UploadEngine): void {
  for (const id of getSnapshot().ids) {
    const state = getFile(id)?.state;
    if (state?.stage === "failed" && state.failure.code === "token_needed") retry(id);
  }
}
