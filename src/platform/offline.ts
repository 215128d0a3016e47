import { SHARE_FAILED_SEARCH, SHARED_SEARCH } from "../contract/share.ts";
import type { Candidate } from "../engine/ports.ts";

/** Lets the page open without a network from the next visit on. Not for a frame, whose host decides what it keeps. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD) return;
  // A browser may refuse it (a private window) or have none (plain http): the page works without.
  const register = () => void navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
  // WebKit has often loaded the page before this module runs.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register);
}

/** What could not be taken of a share is a row too, so that nobody waits for a picture that never came. */
const LOST: Candidate = { kind: "unreadable", name: "share", folder: "", code: "file_unreadable" };

/** Pictures that another app has shared with this one; taken once. Never rejects. */
export async function takeShared(): Promise<Candidate[]> {
  const { search } = location;
  if (search !== SHARED_SEARCH && search !== SHARE_FAILED_SEARCH) return [];
  history.replaceState(null, "", "/");
  try {
    // Fetched apart: nearly every visit does without it.
    const shared = await (await import("./share-cache.ts")).takeOutShared(LOST);
    return search === SHARE_FAILED_SEARCH ? [...shared, LOST] : shared;
  } catch {
    return [LOST];
  }
}
