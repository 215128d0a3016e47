import { SHARE_CACHE, SHARE_NAME_HEADER, SHARED_SEARCH } from "../contract/share.ts";
import type { Candidate } from "../engine/ports.ts";

/** Lets the page open without a network from the next visit on. Not for a frame, whose host decides what it keeps. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    // A browser may refuse it (a private window, plain http): the page works without.
    navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  });
}

/** Pictures that another app has shared with this one; taken once. Never rejects. */
export async function takeShared(): Promise<Candidate[]> {
  if (location.search !== SHARED_SEARCH) return [];
  history.replaceState(null, "", "/");
  try {
    const cache = await caches.open(SHARE_CACHE);
    const requests = await cache.keys();
    const shared = await Promise.all(requests.map((request) => cache.match(request)));
    const candidates = await Promise.all(shared.flatMap((response) => (response ? [toCandidate(response)] : [])));
    await caches.delete(SHARE_CACHE);
    return candidates;
  } catch {
    return [];
  }
}

async function toCandidate(response: Response): Promise<Candidate> {
  const name = decodeURIComponent(response.headers.get(SHARE_NAME_HEADER) ?? "image");
  return { kind: "file", name, folder: "", blob: await response.blob(), lastModified: 0 };
}
