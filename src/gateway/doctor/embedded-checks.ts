import { constants } from "node:fs";
import { access, lstat, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isMissing } from "../../store/directory.ts";
import type { EmbeddedMode } from "../config/mode.ts";
import { formatSize } from "../config/size.ts";
import { type Finding, fail, note, ok } from "./finding.ts";

/**
 * Looks at the embedded store's folder without starting a store: one may be running. Never throws.
 * @param maxFileSize of one file, in bytes.
 */
export async function checkEmbedded({ store: { dir } }: EmbeddedMode, maxFileSize: number): Promise<Finding[]> {
  const folder = await firstThere(dir);
  if (await isDanglingLink(folder)) {
    return [
      fail(`${folder} is a link to a folder that is not there.`, "Mount what it leads to, or correct STORE_DIR."),
    ];
  }
  if (!(await isWritableFolder(folder))) {
    return [fail(`The folder ${dir} cannot be written.`, "Set STORE_DIR to a folder that this user may write to.")];
  }
  const strays = folder === dir ? await findStrays(dir) : [];
  return strays.length > 0 ? strays : [judgeRoom(dir, await statfs(folder), maxFileSize)];
}

/** What stands where the store has its own folders, and cannot be one of them. */
async function findStrays(dir: string): Promise<Finding[]> {
  const strays: Finding[] = [];
  for (const path of [join(dir, "objects"), join(dir, "tmp")]) {
    if (await findsNothing(lstat(path))) continue;
    if (!(await lstat(path)).isDirectory())
      strays.push(fail(`${path} is not a folder of the store's own.`, "Move it away, or correct STORE_DIR."));
    else if (!(await isWritableFolder(path)))
      strays.push(fail(`The folder ${path} cannot be written.`, "Give it to the user who runs the gateway."));
  }
  return strays;
}

/** A file system in statfs(2)'s terms; blocks of `bsize` bytes. */
export interface Room {
  readonly bsize: number;
  /** All of them, free or not; none where no files are kept, as in /proc. */
  readonly blocks: number;
  /** Blocks that are free to this user. */
  readonly bavail: number;
  /** Inodes, all and free; 0 of all where the file system does not count them. */
  readonly files: number;
  readonly ffree: number;
}

/** Whether files fit below `dir`. @param maxFileSize of one file, in bytes. */
export function judgeRoom(dir: string, { bsize, blocks, bavail, files, ffree }: Room, maxFileSize: number): Finding {
  if (blocks === 0)
    return fail(`The file system of ${dir} has no room for files at all.`, "Set STORE_DIR to a folder on a disk.");
  const free = bavail * bsize;
  const full = "Make room on that disk, or set STORE_DIR to a folder on another one.";
  if (free === 0) return fail(`The disk of the store's folder ${dir} is full.`, full);
  if (files > 0 && ffree === 0)
    return fail(`The disk of the store's folder ${dir} takes no more files: its inodes are used up.`, full);
  if (free < maxFileSize) {
    const room = `${formatSize(free)} are free for the store's folder ${dir}`;
    return note(`${room}, less than one file of MAX_FILE_SIZE (${formatSize(maxFileSize)}).`, full);
  }
  return ok(`The store's folder ${dir} can be used; ${formatSize(free)} are free.`);
}

/** The store makes the folders that are missing: the first that is there decides. A link is there, wherever it leads. */
async function firstThere(path: string): Promise<string> {
  return (await findsNothing(lstat(path))) && dirname(path) !== path ? firstThere(dirname(path)) : path;
}

async function isDanglingLink(path: string): Promise<boolean> {
  return !(await findsNothing(lstat(path))) && (await findsNothing(stat(path)));
}

function findsNothing(stats: Promise<unknown>): Promise<boolean> {
  return stats.then(() => false, isMissing);
}

async function isWritableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
