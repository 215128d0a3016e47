import { type PictureSize, showPicture } from "./picture.ts";

/**
 * So many bytes hold the size of most pictures: PNG, GIF, WebP and AVIF begin with it, and a JPEG whose EXIF block was
 * taken out has it after its tables. Few enough to be the arguments of one call.
 */
export const HEAD_BYTES = 8 * 1024;

/**
 * The first bytes of a link, read by CORS and shown as a picture. `Range` is a safelisted request header (Fetch standard,
 * "CORS-safelisted request-header"), so there is no preflight where the browser follows that.
 * @param onClosed called where this page may not read at all, or the line is broken: a browser does not say which.
 * @returns nothing where that does not tell: the server does not let this page read, knows no ranges, or the size comes
 * later in the file. Rejects with the signal's reason.
 */
export async function lookAtHead(
  signal: AbortSignal,
  url: string,
  onClosed: () => void,
): Promise<PictureSize | undefined> {
  const head = await readHead(signal, url).catch(() => {
    signal.throwIfAborted();
    onClosed();
  });
  signal.throwIfAborted();
  if (head === undefined) return undefined;
  return showPicture(signal, head);
}

/** As a data URL: Chromium's main thread waits for the browser process whenever it makes a blob URL. */
async function readHead(signal: AbortSignal, url: string): Promise<string | undefined> {
  const response = await fetch(url, {
    headers: { range: `bytes=0-${HEAD_BYTES - 1}` },
    // A part that is kept would be there when the whole is asked for, and so would an answer without CORS headers here.
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal,
  });
  // A browser shows no picture that is called something else, if it is told not to sniff.
  const type = /^image\/[a-z0-9.+-]+/.exec(response.headers.get("content-type") ?? "")?.[0];
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  if (type !== undefined && response.status === 206 && length <= HEAD_BYTES) {
    return dataUrl(type, new Uint8Array(await response.arrayBuffer()));
  }
  await response.body?.cancel();
  return undefined;
}

function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${btoa(String.fromCharCode(...bytes))}`;
}
