import { SHARE_CACHE, SHARE_NAME_HEADER } from "../contract/share.ts";
import type { Candidate } from "../engine/ports.ts";

/**
 * Takes the pictures out that the service worker has kept of a share. Rejects where the browser refuses its cache.
 * @param lost stands for one whose bytes cannot be had.
 */
export async function takeOutShared(lost: Candidate): Promise<Candidate[]> {
  const cache = await caches.open(SHARE_CACHE);
  return (await Promise.all((await cache.keys()).map((request) => takeOut(cache, request, lost)))).flat();
}

async function takeOut(cache: Cache, request: Request, lost: Candidate): Promise<Candidate[]> {
  const response = await cache.match(request);
  const candidates = response ? [await toCandidate(response, lost)] : [];
  await cache.delete(request);
  return candidates;
}

async function toCandidate(response: Response, lost: Candidate): Promise<Candidate> {
  const name = decodeURIComponent(response.headers.get(SHARE_NAME_HEADER) ?? "image");
  return response.blob().then(
    (blob) => ({ kind: "file", name, folder: "", blob, lastModified: 0 }),
    () => ({ ...lost, name }),
  );
}
