import { chmod, lstat, mkdir, realpath, unlink } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "./system-error.ts";

/** Only we may read or list what is stored. */
const PRIVATE_DIRECTORY = 0o700;

/** The mode of every file that the store makes: only we may read or write it. */
export const PRIVATE_FILE = 0o600;

/** The store's directories, checked. */
export interface StoreDirectory {
  /** Finished objects, one file each. */
  readonly objects: string;
  /** PUTs under way; on the same file system, so that they can move. */
  readonly temporary: string;
}

/**
 * Makes what is missing, and makes sure that nobody else can look in or lead us elsewhere.
 * @throws Error with a sentence that names the directory.
 */
export async function prepareDirectory(root: string): Promise<StoreDirectory> {
  try {
    await mkdir(root, { recursive: true, mode: PRIVATE_DIRECTORY });
    const real = await realpath(root);
    const directory = { objects: join(real, "objects"), temporary: join(real, "tmp") };
    const devices = [await makePrivate(directory.objects), await makePrivate(directory.temporary)];
    if (devices[0] !== devices[1]) throw new Error("objects and tmp in it have to be on one file system.");
    return directory;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The store cannot use the directory ${root}: ${reason}`, { cause: error });
  }
}

/** @returns the number of its file system. */
async function makePrivate(path: string): Promise<number> {
  await mkdir(path, { recursive: true, mode: PRIVATE_DIRECTORY });
  const stats = await lstat(path);
  if (!stats.isDirectory()) throw new Error(`${path} is not a directory of its own.`);
  await chmod(path, PRIVATE_DIRECTORY);
  return stats.dev;
}

/** Removes a file, or a link itself; nothing to do is fine. @throws the system's error for anything else. */
export async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether the system has found nothing at a path. */
export function isMissing(error: unknown): boolean {
  return systemCode(error) === "ENOENT";
}
