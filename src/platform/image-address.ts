/** What is read of a drag or a paste that brings an address, not a file. Must be asked while the event is handled. */
export function findImageAddress(data: Pick<DataTransfer, "getData">): string | undefined {
  const fromMarkup = imageSource(data.getData("text/html"));
  if (fromMarkup !== undefined) return fromMarkup;
  // text/uri-list may hold comments, which begin with # (RFC 2483, 5).
  const lines = (data.getData("text/uri-list") || data.getData("text/plain")).split(/\r?\n/);
  return lines.map((line) => line.trim()).find(isFetchable);
}

/**
 * Every address in the text that is pasted or dropped, each once, in its order, whatever stands between them. None where a
 * file or a piece of another page comes with it. Must be asked while the event is handled.
 */
export function findAddresses(data: Pick<DataTransfer, "getData"> & { items: Iterable<{ kind: string }> }): string[] {
  const more = [...data.items].some(({ kind }) => kind === "file") || imageSource(data.getData("text/html"));
  return more ? [] : [...new Set(data.getData("text/plain").split(/\s+/).filter(isFetchable))];
}

function imageSource(markup: string): string | undefined {
  if (markup === "") return undefined;
  // A parsed document of its own loads nothing and runs nothing.
  const source = new DOMParser().parseFromString(markup, "text/html").querySelector("img")?.getAttribute("src");
  return source && isFetchable(source) ? source : undefined;
}

/** Whether a page may try to get a picture from there. */
export function isFetchable(address: string): boolean {
  if (/^data:image\/[a-z+.-]+;base64,/i.test(address)) return true;
  // `http://[your-domain]/` looks like an address to a pattern, and is none.
  return /^https?:\/\/\S+$/i.test(address) && URL.canParse(address);
}

/** A file name for the picture at an address that `findImageAddress` has found. */
export function imageName(address: string): string {
  if (address.startsWith("data:")) return `image.${/^data:image\/([a-z]+)/i.exec(address)?.[1] ?? "png"}`;
  const { hostname, pathname } = new URL(address);
  const last = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || hostname;
  } catch {
    return last;
  }
}
