import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type StoreDirectory, unlinkIfThere } from "./directory.ts";
import { systemCode } from "./system-error.ts";

/**
 * Removes temporary files that no PUT will finish: those of no living process that nobody has written to for `ageMs`.
 * The age alone tells in a container, where every process has the same number as one in the container beside it. Never
 * rejects: what cannot be removed is told to `failed`, and the others go all the same.
 * @returns how many there were.
 */
export async function sweepRemains(
  directory: StoreDirectory,
  ageMs: number,
  failed: (error: unknown) => void,
): Promise<number> {
  let swept = 0;
  const names = await readdir(directory.temporary).catch((error: unknown) => {
    failed(error);
    return [];
  });
  for (const name of names) {
    const path = join(directory.temporary, name);
    if (isOfAnotherLivingProcess(name) || (await idleMs(path)) < ageMs) continue;
    try {
      await unlinkIfThere(path);
      swept += 1;
    } catch (error) {
      failed(error);
    }
  }
  return swept;
}

/** Of a file that is gone by now: none at all. */
async function idleMs(path: string): Promise<number> {
  try {
    return Date.now() - (await lstat(path)).mtimeMs;
  } catch {
    return 0;
  }
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
    // It lives, and is somebody else's.
    return systemCode(error) === "EPERM";
  }
}
