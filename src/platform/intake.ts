import type { ErrorCode } from "../contract/errors.ts";
import type { FilePolicy } from "../contract/policy.ts";
import type { Candidate, FileCandidate, IntakeSum, UnreadableCandidate } from "../engine/ports.ts";
import { findImageAddress, imageName } from "./image-address.ts";

/** How many files are handed on at once: small enough for the first rows to show while a deep folder is still read. */
const BATCH = 50;
/** From more items than this on, a drop is looked at in the quick way. */
const MANY_ITEMS = 100;
/** The page gets its turn after so many ms of reading: thousands of files must not hold it for as long as they take. */
const TURN_MS = 8;

/** Takes what was read so far. */
export type OnCandidates = (batch: readonly Candidate[]) => void;

/** What is read of a drop or a paste. */
export interface Transfer extends Pick<DataTransfer, "getData"> {
  readonly items: Iterable<Pick<DataTransferItem, "kind" | "type" | "getAsFile" | "webkitGetAsEntry">>;
}

/**
 * Reads a drop or a paste: files, and folders of any depth, in the order chosen; or, where there is no file, the one
 * picture whose address it brings. A picture that was copied on another page is fetched from there where that can be.
 * Must be called while the event is being handled, for its data is gone afterwards. What cannot be read becomes an
 * `unreadable` candidate.
 * @param rules for a picture of another site, which is read no further than its size; may reject.
 * @param signal aborted when nobody wants the rest any more.
 * @returns what came of it, once all has been read, and whether another site is waited for.
 */
export function readTransfer(
  data: Transfer,
  onCandidates: OnCandidates,
  rules: () => Promise<FilePolicy>,
  signal: AbortSignal,
): { readonly sum: Promise<IntakeSum>; readonly remote: boolean } {
  const items = [...data.items].filter((item) => item.kind === "file");
  const roots = items.map(items.length > MANY_ITEMS ? toRootByType : toRoot);
  // Of a picture in another tab Chromium says that it is a file, and gives none.
  const address = roots.every((root) => "lost" in root) ? findImageAddress(data) : undefined;
  if (address !== undefined)
    return { sum: collect(fetched(address, rules, signal), onCandidates, signal), remote: true };
  const copy = roots.length === 1 ? pastedPicture(roots[0]) : undefined;
  const markup = copy ? data.getData("text/html") : "";
  const candidates = copy && markup !== "" ? original(copy, markup, rules, signal) : walkRoots(roots, signal);
  return { sum: collect(candidates, onCandidates, signal), remote: markup !== "" };
}

/** What is left to say of addresses where the code that fetches several cannot be had. */
export function loseAddresses(addresses: readonly string[], onCandidates: OnCandidates): IntakeSum {
  onCandidates(addresses.map((address) => lost(address, "page_outdated")));
  return { files: 0, unreadable: addresses.length, skipped: 0, stopped: false };
}

function lost(address: string, code: ErrorCode): UnreadableCandidate {
  return { kind: "unreadable", name: imageName(address), folder: "", code };
}

async function* fetched(
  address: string,
  rules: () => Promise<FilePolicy>,
  signal: AbortSignal,
): AsyncGenerator<Candidate> {
  try {
    const { fetchCandidate } = await import("./remote-image.ts");
    yield await fetchCandidate(address, (await rules()).maxFileSize, signal);
  } catch {
    yield lost(address, "remote_failed");
  }
}

/** The file that every browser makes of pixels in the clipboard. */
function pastedPicture(root: Root | undefined): File | undefined {
  return root && "file" in root && root.file.name === "image.png" ? root.file : undefined;
}

async function* original(
  copy: File,
  markup: string,
  rules: () => Promise<FilePolicy>,
  signal: AbortSignal,
): AsyncGenerator<Candidate> {
  const candidate = fromFile(copy, "");
  try {
    const { originalOf } = await import("./copied-picture.ts");
    yield await originalOf(candidate, markup, rules, signal);
  } catch {
    yield candidate;
  }
}

/** Reads what a file input holds; a folder input names each file's path. @param signal as in `readTransfer`. */
export function readFileList(
  files: Iterable<File>,
  onCandidates: OnCandidates,
  signal: AbortSignal,
): Promise<IntakeSum> {
  return collect(fromFiles([...files]), onCandidates, signal);
}

type Root = { readonly entry: FileSystemEntry } | { readonly file: File } | { readonly lost: Candidate };

type DroppedItem = Pick<DataTransferItem, "type" | "getAsFile" | "webkitGetAsEntry">;

function toRoot(item: DroppedItem): Root {
  const entry = item.webkitGetAsEntry?.();
  // A pasted picture and a drop made by a script have a file, but no entry that could be walked.
  if (entry?.isDirectory) return { entry };
  const file = item.getAsFile();
  if (file) return { file };
  if (entry) return { entry };
  return { lost: { kind: "unreadable", name: item.type || "?", folder: "", code: "file_unreadable" } };
}

/** To ask thousands of items whether they are folders takes a second; what has a type is none, by any usual name. */
function toRootByType(item: DroppedItem): Root {
  const file = item.getAsFile();
  return file && file.type !== "" ? { file } : toRoot(item);
}

async function* walkRoots(roots: readonly Root[], signal: AbortSignal): AsyncGenerator<Candidate> {
  for (const root of roots) {
    if ("lost" in root) yield root.lost;
    else if ("file" in root) yield fromFile(root.file, "");
    else yield* walk(root.entry, "", signal);
  }
}

async function* fromFiles(files: readonly File[]): AsyncGenerator<Candidate> {
  const chosen = files.map((file) => ({ file, path: file.webkitRelativePath.split("/") }));
  for (const { file, path } of chosen.sort(byPath)) yield fromFile(file, path.slice(0, -1).join("/"));
}

async function* walk(entry: FileSystemEntry, folder: string, signal: AbortSignal): AsyncGenerator<Candidate> {
  if (isDirectory(entry)) {
    yield* walkDirectory(entry, folder, signal);
    return;
  }
  if (!isFile(entry)) return;
  try {
    yield fromFile(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)), folder);
  } catch {
    yield {
      kind: "unreadable",
      name: entry.name,
      folder,
      code: "file_unreadable",
    };
  }
}

async function* walkDirectory(
  directory: FileSystemDirectoryEntry,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<Candidate> {
  const inside = folder === "" ? directory.name : `${folder}/${directory.name}`;
  const { entries, complete } = await listEntries(directory, signal);
  for (const entry of entries) yield* walk(entry, inside, signal);
  if (!complete) yield { kind: "unreadable", name: directory.name, folder, code: "folder_unreadable" };
}

/** A disk gives a folder's entries in any order; people see them by name, and `2` before `10`. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/** As a folder is walked, whatever order its files come in. Files that were picked by themselves stay as they are. */
function byPath(a: { readonly path: readonly string[] }, b: { readonly path: readonly string[] }): number {
  const at = a.path.findIndex((name, i) => name !== b.path[i]);
  return at < 0 ? 0 : BY_NAME.compare(a.path[at] ?? "", b.path[at] ?? "");
}

/** A folder's entries by name; those that could be read, where it breaks off. */
async function listEntries(
  directory: FileSystemDirectoryEntry,
  signal: AbortSignal,
): Promise<{ entries: FileSystemEntry[]; complete: boolean }> {
  const reader = directory.createReader();
  const entries: FileSystemEntry[] = [];
  const done = (complete: boolean) => ({
    entries: entries.sort((a, b) => BY_NAME.compare(a.name, b.name)),
    complete,
  });
  try {
    while (!signal.aborted) {
      // Chromium gives 100 entries a call; only an empty answer ends the folder (File and Directory Entries API).
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return done(true);
      entries.push(...batch);
    }
    return done(true);
  } catch {
    return done(false);
  }
}

function fromFile(file: File, folder: string): FileCandidate {
  return {
    kind: "file",
    name: file.name,
    folder,
    blob: file,
    lastModified: file.lastModified,
  };
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** What macOS and Windows put into folders beside a person's files. */
const OF_THE_SYSTEM = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;

async function collect(
  candidates: AsyncGenerator<Candidate>,
  onCandidates: OnCandidates,
  signal: AbortSignal,
): Promise<IntakeSum> {
  const sum = { files: 0, unreadable: 0, skipped: 0, stopped: false };
  let batch: Candidate[] = [];
  let turn = performance.now();
  for await (const found of candidates) {
    const candidate = await exceptGone(found);
    if (signal.aborted) break;
    if (OF_THE_SYSTEM.test(candidate.name)) {
      sum.skipped += 1;
      continue;
    }
    sum[candidate.kind === "file" ? "files" : "unreadable"] += 1;
    batch.push(candidate);
    const held = performance.now() - turn >= TURN_MS;
    if (batch.length < BATCH && !held) continue;
    onCandidates(batch);
    batch = [];
    if (!held) continue;
    await nextTurn();
    turn = performance.now();
  }
  if (signal.aborted) return { ...sum, stopped: true };
  if (batch.length > 0) onCandidates(batch);
  return sum;
}

/** Chromium says 0 bytes of a file that is gone with its drive; only reading it tells that from an empty one. */
async function exceptGone(candidate: Candidate): Promise<Candidate> {
  if (candidate.kind !== "file" || candidate.blob.size > 0) return candidate;
  const { name, folder, blob } = candidate;
  return blob.arrayBuffer().then(
    () => candidate,
    () => ({ kind: "unreadable", name, folder, code: "file_unreadable" }),
  );
}

/** A message, not a timer: a hidden tab's timers come once a second. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
