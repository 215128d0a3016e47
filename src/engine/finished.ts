import type { Digests } from "../contract/digest.ts";
import type { UploadFile } from "./state.ts";

/** Pixels, where the picture was seen. */
interface Sides {
  readonly width?: number;
  readonly height?: number;
}

/** What a link, a host or the history is told of a finished file. */
export interface FinishedFile extends Digests, Sides {
  readonly url: string;
  readonly name: string;
  /** Bytes of what went up. */
  readonly size: number;
  /** MIME type of what went up. */
  readonly type: string;
}

/** Undefined for a file that is not finished. */
export function finishedFile({ name, state }: UploadFile): FinishedFile | undefined {
  if (state.stage !== "done") return undefined;
  const { url, size, type, md5, sha1 } = state.result;
  return { url, name, size, type, md5, sha1, ...(state.link.kind === "confirmed" && bothSides(state.link)) };
}

/** Both sides, or none: a picture has two. */
export function bothSides({ width, height }: Sides): Sides {
  return width === undefined || height === undefined ? {} : { width, height };
}
