/** In pixels, as the browser shows it: a camera's orientation is applied. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** No event tells that a picture's size is known, so this often is looked, in ms. */
const POLL_MS = 50;

/**
 * Has the browser load a picture, out of sight, until its size is known: that is so from its first bytes on, and the
 * rest is not fetched, so that a file of 300 MB costs no second download.
 * @param url an address that the policy lets pictures come from; CORS is not needed.
 * @returns nothing for what this browser does not show as a picture. Rejects with the signal's reason.
 */
export function showPicture(signal: AbortSignal, url: string): Promise<PictureSize | undefined> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const image = new Image();
    image.referrerPolicy = "no-referrer";
    image.decoding = "async";

    const finish = (settle: () => void) => {
      clearInterval(poll);
      signal.removeEventListener("abort", onAbort);
      image.onload = null;
      image.onerror = null;
      image.removeAttribute("src");
      settle();
    };
    const look = () => {
      const { naturalWidth: width, naturalHeight: height } = image;
      if (width > 0) finish(() => resolve({ width, height }));
    };
    const onAbort = () => finish(() => reject(signal.reason));
    const poll = setInterval(look, POLL_MS);
    signal.addEventListener("abort", onAbort, { once: true });
    image.onload = look;
    image.onerror = () => finish(() => resolve(undefined));
    image.src = url;
  });
}
