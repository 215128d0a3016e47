import { randomBytes } from "node:crypto";
import { unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE_FILE, type StoreDirectory } from "./directory.ts";
import { temporaryPrefix } from "./remains.ts";
import type { Space } from "./space.ts";
import { systemCode } from "./system-error.ts";

/** Whether a PUT could be stored now. */
export interface StoreHealth {
  readonly ok: boolean;
  /** What a PUT could still be promised. */
  readonly freeBytes: number;
  /** The system's code of what keeps files from being written, such as EROFS or ENOSPC. */
  readonly problem?: string;
}

/** What an attempt to write showed is used for so long, however often somebody looks; ms. */
const REMEMBERED_MS = 10_000;

/**
 * Looks at the room, and writes a file: a disk that was remounted read-only, or that has no inodes left, has room and
 * takes nothing.
 */
export class HealthCheck {
  readonly #directory: StoreDirectory;
  readonly #space: Space;
  readonly #now: () => number;
  #latest: { readonly at: number; readonly problem: Promise<string | undefined> } | undefined;

  /** @param now ms, of a clock that is never set. */
  constructor(directory: StoreDirectory, space: Space, now: () => number = () => performance.now()) {
    this.#directory = directory;
    this.#space = space;
    this.#now = now;
  }

  /** Never rejects. */
  async look(): Promise<StoreHealth> {
    try {
      const [freeBytes, problem] = await Promise.all([this.#space.free(), this.#problem()]);
      return { ok: freeBytes > 0 && problem === undefined, freeBytes, ...(problem !== undefined && { problem }) };
    } catch (error) {
      return { ok: false, freeBytes: 0, problem: codeOf(error) };
    }
  }

  #problem(): Promise<string | undefined> {
    if (this.#latest === undefined || this.#now() - this.#latest.at > REMEMBERED_MS)
      this.#latest = { at: this.#now(), problem: tryToWrite(this.#directory.temporary) };
    return this.#latest.problem;
  }
}

/** Under a name of this process's, so that what a crash leaves behind is swept with the remains of PUTs. */
async function tryToWrite(folder: string): Promise<string | undefined> {
  const path = join(folder, `${temporaryPrefix()}health-${randomBytes(8).toString("hex")}`);
  try {
    await writeFile(path, "health", { flag: "wx", mode: PRIVATE_FILE });
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    // On a full disk there may be an empty file.
    await unlink(path).catch(() => undefined);
  }
}

/** The system's code alone: its message has paths, and health is shown to whoever asks. */
function codeOf(error: unknown): string {
  return systemCode(error) ?? "unknown";
}
