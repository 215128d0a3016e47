import type { FilePolicy } from "../contract/policy.ts";
import type { FileCandidate } from "../engine/ports.ts";
import { imageName, isFetchable } from "./image-address.ts";
import { showPicture } from "./picture.ts";
import { fetchCandidate } from "./remote-image.ts";

/** How long the site of a copied picture may take, in ms: what was copied is at hand all the while. */
const ORIGINAL_MS = 8_000;

/**
 * Whatever picture is copied on a page, a browser hands over a PNG of what is seen of it: larger than most photographs,
 * and still where the picture moves. This fetches the picture itself. What was copied stands where the site lets nobody
 * read it or takes too long, where the picture is not one that may go up, and where another one comes: some sites give
 * other pages a sign instead. Neither is decoded for that. Rejects where `rules` does, and with the signal's reason.
 * @param markup that came with it.
 * @param rules asked only for a picture that has an address, and waited for no longer than its site.
 */
export async function originalOf(
  copy: FileCandidate,
  markup: string,
  rules: () => Promise<FilePolicy>,
  signal: AbortSignal,
): Promise<FileCandidate> {
  const address = copiedAddress(markup);
  if (address === undefined) return copy;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(ORIGINAL_MS)]);
  const policy = await Promise.race([rules(), endOf(patience)]);
  const found = policy && (await fetchCandidate(address, policy.maxFileSize, patience));
  const fits =
    found?.kind === "file" &&
    policy?.accept.includes(found.blob.type) &&
    (await haveSameSides(signal, found.blob, copy.blob));
  if (fits) return found;
  const name = imageName(address);
  return { ...copy, name: name.replace(/(\.[a-z]{3,4})?$/i, ".png"), still: /\.gif$/i.test(name) };
}

function endOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
}

/** Beside the pixels, "copy image" leaves that picture's markup and nothing else. */
function copiedAddress(markup: string): string | undefined {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  const [image, ...others] = body.querySelectorAll("img");
  const source = image?.getAttribute("src");
  if (others.length > 0 || body.textContent.trim() !== "") return undefined;
  return source && isFetchable(source) ? source : undefined;
}

async function haveSameSides(signal: AbortSignal, one: Blob, other: Blob): Promise<boolean> {
  const [a, b] = await Promise.all([sidesOf(signal, one), sidesOf(signal, other)]);
  return a !== undefined && a === b;
}

/** By its header alone: a few bytes of another site's can ask for gigabytes of pixels, and that many end the page. */
async function sidesOf(signal: AbortSignal, blob: Blob): Promise<string | undefined> {
  const url = URL.createObjectURL(blob);
  try {
    const size = await showPicture(signal, url);
    return size && `${size.width} × ${size.height}`;
  } finally {
    URL.revokeObjectURL(url);
  }
}
