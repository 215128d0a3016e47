import { chmod, lstat, mkdir, readdir, realpath, unlink } from "node:fs/promises";
import { join } from "node:path";

/** Only we may read or list what is stored. */
const PRIVATE_DIRECTORY = 0o700;

/** The store's directories, checked. */
export interface StoreDirectory {
  /** Finished objects, one file each. */
  readonly objects: string;
  /** PUTs under way; on the same file system, so that `link()` works. */
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
    await makePrivate(directory.objects);
    await makePrivate(directory.temporary);
    return directory;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The store cannot use the directory ${root}: ${reason}`, { cause: error });
  }
}

async function makePrivate(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is not a directory of its own.`);
  await chmod(path, PRIVATE_DIRECTORY);
}

/**
 * Names of temporary files that no PUT will finish: they carry the process that wrote them. Asked before this process
 * takes requests, so a file of its own number is an earlier process's, or a closed store's.
 */
export async function findRemains(directory: StoreDirectory): Promise<readonly string[]> {
  const names = await readdir(directory.temporary);
  return names.filter((name) => !isOfAnotherLivingProcess(name));
}

/** Removes them; one that is gone already is fine. */
export async function removeRemains(directory: StoreDirectory, names: readonly string[]): Promise<void> {
  for (const name of names) await unlinkIfThere(join(directory.temporary, name));
}

/** Prefix of this process's temporary files. */
export function temporaryPrefix(): string {
  return `${process.pid}-`;
}

function isOfAnotherLivingProcess(name: string): boolean {
  const pid = Number(/^(\d{1,10})-/.exec(name)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(pid) || pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
