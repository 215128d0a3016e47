import { createHash, randomBytes } from "node:crypto";
import { constants, lstatSync } from "node:fs";
import { type FileHandle, link, lstat, open, opendir, rename } from "node:fs/promises";
import { join } from "node:path";
import { isMissing, PRIVATE_FILE, type StoreDirectory, unlinkIfThere } from "./directory.ts";
import { decodeRecord, encodeRecord, FOOTER_BYTES, type ObjectRecord, readFooter } from "./object-record.ts";
import { temporaryPrefix } from "./remains.ts";
import { systemCode } from "./system-error.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** A stored object, open for reading. Its bytes stay readable when a later PUT replaces it. */
export interface OpenObject {
  readonly record: ObjectRecord;
  /** To be closed by whoever opened it; the object's bytes start at 0. */
  readonly file: FileHandle;
}

/** An object that is being written: nobody sees it before `publish`. */
export interface NewObject {
  append(bytes: Uint8Array): Promise<void>;
  /** Writes the record and waits until all of it is on the disk. */
  finish(record: ObjectRecord): Promise<void>;
  /**
   * Makes the object visible, whole, in one step.
   * @returns the length of the file that it replaced, 0 for none; "exists" when `overwrite` is false and there is one.
   */
  publish(options: { readonly overwrite: boolean }): Promise<number | "exists">;
  /** Waits until the name of a published object is on the disk too. When that fails, the object is there all the same. */
  settle(): Promise<void>;
  /** Removes what was not published. Safe to call at any time, more than once. */
  discard(): Promise<void>;
}

/** Objects as files. A file's name is a hash of the key: no key can name a path, and case never folds. */
export class ObjectFiles {
  readonly #directory: StoreDirectory;
  readonly #link: typeof link;
  /** What takes two steps (see `#replace` and `#renameUnlessThere`): one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param makeLink the system's; for tests, one of a file system that has no links. */
  constructor(directory: StoreDirectory, makeLink: typeof link = link) {
    this.#directory = directory;
    this.#link = makeLink;
  }

  #path(key: string): string {
    return join(this.#directory.objects, createHash("sha256").update(key, "utf8").digest("hex"));
  }

  /** All files' bytes together. What a network drive or a person has put beside them is nobody's object. */
  async totalSize(): Promise<number> {
    let total = 0;
    for await (const { name } of await opendir(this.#directory.objects)) {
      // At once: by turns through Node's threads, the start of a store of 100,000 objects took 7 s instead of 1.
      const stats = lstatSync(join(this.#directory.objects, name), { throwIfNoEntry: false });
      if (stats?.isFile()) total += stats.size;
    }
    return total;
  }

  /**
   * Opens an object; `undefined` for no object.
   * @throws Error when there is something that this store did not write.
   */
  async open(key: string): Promise<OpenObject | undefined> {
    const path = this.#path(key);
    const file = await openUnlessMissing(path);
    if (file === undefined) return undefined;
    try {
      const record = await readRecord(file);
      if (record?.key !== key) throw new Error(`The object's file is damaged, or not the store's: ${path}`);
      return { record, file };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Whether there is an object.
   * @throws Error when there is something that this store did not write.
   */
  async exists(key: string): Promise<boolean> {
    const object = await this.open(key);
    await object?.file.close();
    return object !== undefined;
  }

  /** Whether there is an object, whole. What stands in its place and is damaged is none; its PUT will say so. */
  async has(key: string): Promise<boolean> {
    try {
      // At once, 3 µs on a local disk: a turn through Node's threads for each signature cost a third of all signatures.
      if (lstatSync(this.#path(key), { throwIfNoEntry: false }) === undefined) return false;
      return await this.exists(key);
    } catch {
      return false;
    }
  }

  /** Starts an object. */
  async create(key: string): Promise<NewObject> {
    const name = temporaryPrefix() + randomBytes(16).toString("hex");
    const temporary = join(this.#directory.temporary, name);
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, PRIVATE_FILE);
    let isOpen = true;
    const close = async () => {
      if (isOpen) {
        isOpen = false;
        await file.close();
      }
    };
    return {
      append: (bytes) => file.appendFile(bytes),
      finish: async (record) => {
        await file.appendFile(encodeRecord(record));
        await file.sync();
        await close();
      },
      publish: async ({ overwrite }) => {
        const target = this.#path(key);
        return overwrite ? await this.#replace(temporary, target) : await this.#linkUnlessThere(temporary, target);
      },
      settle: () => syncDirectory(this.#directory.objects),
      discard: async () => {
        await close();
        await unlinkIfThere(temporary);
      },
    };
  }

  /** Measures what is there and puts the new file in its place, with no other replacement between the two. */
  #replace(temporary: string, target: string): Promise<number> {
    return this.#inTurn(async () => {
      const before = (await regularFileSize(target)) ?? 0;
      await rename(temporary, target);
      return before;
    });
  }

  /** `link()` fails when the name is taken, however many try at once; `rename()` would let each of them win. */
  async #linkUnlessThere(temporary: string, target: string): Promise<0 | "exists"> {
    try {
      await this.#link(temporary, target);
      return 0;
    } catch (error) {
      const code = systemCode(error) ?? "";
      if (code === "EEXIST") return "exists";
      if (NO_LINKS_CODES.includes(code)) return await this.#renameUnlessThere(temporary, target);
      throw error;
    }
  }

  /** As good as a link, since no other process writes into this directory. */
  #renameUnlessThere(temporary: string, target: string): Promise<0 | "exists"> {
    return this.#inTurn(async () => {
      if ((await regularFileSize(target)) !== undefined) return "exists";
      await rename(temporary, target);
      return 0;
    });
  }

  #inTurn<T>(steps: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(steps, steps);
    this.#turn = turn;
    return turn;
  }
}

/** What `link()` says on exFAT, network shares and FUSE, by system and driver: there, a file has one name. */
const NO_LINKS_CODES = ["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"];

/** @throws Error for anything else than a regular file: a planted link, a directory. */
async function regularFileSize(path: string): Promise<number | undefined> {
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) throw new Error(`Something that is not a file stands in an object's place: ${path}`);
    return stats.size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * O_NOFOLLOW: a link planted in an object's place is an error, not a way out of the directory. O_NONBLOCK: so is a pipe,
 * which would otherwise hold one of Node's few threads until somebody writes to it.
 */
async function openUnlessMissing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function readRecord(file: FileHandle): Promise<ObjectRecord | undefined> {
  const { size } = await file.stat();
  const length = readFooter(await readAt(file, size - FOOTER_BYTES, FOOTER_BYTES));
  if (length === undefined) return undefined;
  const record = decodeRecord(await readAt(file, size - FOOTER_BYTES - length, length));
  return record?.size === size - FOOTER_BYTES - length ? record : undefined;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0) return Buffer.alloc(0);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** A new name is durable only once its directory is on the disk too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
