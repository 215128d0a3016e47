import type { ErrorCode } from "../contract/errors.ts";
import type { Candidate } from "../engine/ports.ts";
import { imageName } from "./image-address.ts";

/** How long another site may take to give a picture, in ms. */
const REMOTE_TIMEOUT_MS = 30_000;

/**
 * Fetches a picture of another site, as far as that site lets other pages read it. Never rejects.
 * @param maxBytes nothing beyond is read: a larger one could not go up, and a site may send for ever.
 */
export async function fetchCandidate(address: string, maxBytes: number, signal: AbortSignal): Promise<Candidate> {
  const name = imageName(address);
  const limit = AbortSignal.timeout(REMOTE_TIMEOUT_MS);
  let answered = false;
  try {
    const response = address.startsWith("data:")
      ? fromDataUrl(address)
      : await fetch(address, {
          credentials: "omit",
          referrerPolicy: "no-referrer",
          signal: AbortSignal.any([signal, limit]),
        });
    answered = true;
    if (!response.ok) return unreadable(name, "remote_failed");
    const blob = await readUpTo(response, maxBytes);
    if (blob === undefined) return unreadable(name, "too_large");
    return { kind: "file", name, folder: "", blob, lastModified: 0 };
  } catch {
    // A refusal by CORS and a line that breaks before the answer look the same to a page.
    const offline = globalThis.navigator?.onLine === false;
    return unreadable(name, answered || limit.aborted || offline ? "remote_failed" : "remote_refused");
  }
}

/** @returns nothing where there is more than `maxBytes`. */
async function readUpTo(response: Response, maxBytes: number): Promise<Blob | undefined> {
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const reader = response.body?.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const announced = Number(response.headers.get("content-length") ?? 0);
  let left = announced > maxBytes ? -1 : maxBytes;
  while (reader && left >= 0) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    left -= value.byteLength;
  }
  if (left >= 0) return new Blob(pieces, { type });
  await reader?.cancel();
  return undefined;
}

/** Decoded here, since the page's own policy lets no request go to a `data:` address. */
function fromDataUrl(address: string): Response {
  const [head = "", body = ""] = address.split(",", 2);
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  return new Response(bytes, { headers: { "content-type": head.slice("data:".length).split(";")[0] ?? "" } });
}

function unreadable(name: string, code: ErrorCode): Candidate {
  return { kind: "unreadable", name, folder: "", code };
}
