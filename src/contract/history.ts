import * as v from "valibot";
import { Digests } from "./digest.ts";
import { SignData } from "./sign.ts";

const Pixels = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000));
/** ms since the epoch. */
const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15));

/** What the last look at a link showed. `dead`: it was asked for again, later, and showed no picture. */
export const HistoryLink = v.picklist(["confirmed", "unconfirmed", "dead"]);
export type HistoryLink = v.InferOutput<typeof HistoryLink>;

/** One finished link as it is kept and exported. Its CDN host is read from the link: see `linkHost`. */
export const HistoryEntry = v.object({
  /** The file's name as chosen. */
  name: v.pipe(v.string(), v.maxLength(4096)),
  /** The CDN link: http or https, never anything that a click could run. */
  url: SignData.entries.CDN,
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** MIME type. */
  type: v.pipe(v.string(), v.maxLength(100)),
  ...Digests.entries,
  /** Pixels, where the picture was seen to load. */
  width: v.exactOptional(Pixels),
  height: v.exactOptional(Pixels),
  /** When the upload finished, in ms since the epoch. */
  addedAt: Time,
  link: HistoryLink,
  /** When the link was last asked for again, in ms since the epoch. */
  checkedAt: v.exactOptional(Time),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>;

/** Names an entry. */
export type HistoryId = string;

/** What tells one content from all others. */
export type HistoryContent = Pick<HistoryEntry, "md5" | "sha1" | "size">;

/** The same link under the same name is one entry: uploading a file again only brings it to the top. */
export function historyId({ url, name }: Pick<HistoryEntry, "url" | "name">): HistoryId {
  return `${url}\n${name}`;
}

/** The CDN's host (and port, where it is not the usual one), for showing and filtering. */
export function linkHost(url: string): string {
  return URL.parse(url)?.host ?? "";
}

/** What is looked for. An absent part does not narrow the search. */
export interface HistoryQuery {
  /** Words that must all occur in the name, the link or a digest, whatever their case. */
  readonly text: string;
  /** MIME type. */
  readonly type?: string | undefined;
  readonly host?: string | undefined;
  /** ms since the epoch, included. */
  readonly from?: number | undefined;
  /** ms since the epoch, not included. */
  readonly until?: number | undefined;
}

/** One search's outcome. */
export interface HistoryFound {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** How many entries there are, found or not. */
  readonly total: number;
  /** Every type and host that occurs, in order of name. */
  readonly types: readonly string[];
  readonly hosts: readonly string[];
}

/**
 * Why the history is not what it should be: `refused` means that this browser (a private window, blocked site data)
 * keeps nothing for the page; `full` that its space is used up; `failed` anything else.
 */
export type HistoryProblem = "refused" | "full" | "failed";

/** What changed: exactly these ids, or, after another tab's large change, perhaps all. */
export type HistoryChange = { readonly ids: readonly HistoryId[] } | "all";

/** What an import did, as numbers of entries. */
export interface HistoryImport {
  readonly added: number;
  /** In the history before, and left as they were. */
  readonly known: number;
}

/** What a look at many links showed, as numbers of entries. */
export interface HistoryRecheck {
  readonly checked: number;
  readonly dead: number;
}

/**
 * The links of every finished upload, kept in this browser and shared by its tabs. Methods that write reject with a
 * `HistoryError`; what they could not do is also told by `problem`.
 */
export interface History {
  /** Rejects with a `HistoryError`, or with the signal's reason. */
  search(signal: AbortSignal, query: HistoryQuery): Promise<HistoryFound>;
  /** An entry for exactly these bytes, the newest where there are several; undefined also where nothing is kept. */
  find(content: HistoryContent): Promise<HistoryEntry | undefined>;
  /** The small preview, where one could be made and kept. */
  thumbnail(id: HistoryId): Promise<Blob | undefined>;

  /** Takes entries away; `undo` brings them back for a while. */
  remove(ids: readonly HistoryId[]): Promise<void>;
  /** Brings back what the last `remove` took away. */
  undo(): Promise<void>;
  /** How many entries `undo` would bring back now; 0 when there is nothing to undo. */
  undoable(): number;
  /** While held, no undo runs out; let go, the last one has its whole time again. */
  holdUndo(held: boolean): void;

  /** Adds entries that are not there yet. */
  merge(entries: readonly HistoryEntry[]): Promise<HistoryImport>;
  /** Asks for links again and marks those that show no picture. @param onProgress links looked at so far. */
  recheck(
    signal: AbortSignal,
    ids: readonly HistoryId[],
    onProgress: (checked: number) => void,
  ): Promise<HistoryRecheck>;

  /** The newest problem, until a write has worked again. */
  problem(): HistoryProblem | undefined;
  /** Told when `undoable` or `problem` changed. @returns the way to stop listening. */
  subscribe(listener: () => void): () => void;
  /** Told when entries or previews changed, in this tab or another. @returns the way to stop listening. */
  onChange(listener: (change: HistoryChange) => void): () => void;
}

/** The one error of the history. Compare `name`, not `instanceof`. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly problem: HistoryProblem;
  constructor(problem: HistoryProblem, options?: ErrorOptions) {
    super(`the history is ${problem}`, options);
    this.problem = problem;
  }
}
