import { createHash, type Hash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { png } from "../helpers/images.ts";

const KIB = 1024;
const MIB = 1024 ** 2;
/** As many bytes at the end of a file are new each time. */
const TAIL_BYTES = 32;

/** What is dropped at once. */
export interface Workload {
  readonly label: string;
  readonly files: number;
  /** Of each file. */
  readonly bytes: number;
}

export const UPLOAD_CASES: readonly Workload[] = [
  { label: "200 × 1 MiB", files: 200, bytes: MIB },
  { label: "1 × 512 MiB", files: 1, bytes: 512 * MIB },
];
export const QUEUE_CASES: readonly Workload[] = [
  { label: "200 × 1 MiB", files: 200, bytes: MIB },
  { label: "500 × 100 KiB", files: 500, bytes: 100 * KIB },
];
export const FAR_CASES: readonly Workload[] = [
  { label: "200 × 100 KiB", files: 200, bytes: 100 * KIB },
  { label: "200 × 1 MiB", files: 200, bytes: MIB },
];
export const MANY: Workload = { label: "5,000 × 16 KiB", files: 5_000, bytes: 16 * KIB };

/** A file on disk, and what it holds. */
export interface FreshFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly md5: string;
  readonly sha1: string;
}

/** Files of one workload. */
export interface FileSet {
  /** Gives every file bytes that nobody has seen, so that no store and no browser knows them. */
  freshen(): Promise<readonly FreshFile[]>;
  remove(): Promise<void>;
}

/** Pictures that decode, and are random bytes after that, in a temporary folder. */
export async function makeSet({ files, bytes }: Workload): Promise<FileSet> {
  const folder = await mkdtemp(join(tmpdir(), "upload-bench-"));
  const made: Made[] = [];
  for (let i = 0; i < files; i += 1) made.push(await makeFile(folder, `picture-${i}.png`, bytes));
  return {
    freshen: async () => {
      const fresh: FreshFile[] = [];
      for (const file of made) fresh.push(await freshenOne(file, bytes));
      return fresh;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Made {
  readonly path: string;
  readonly name: string;
  /** Of all but the tail. */
  readonly md5: Hash;
  readonly sha1: Hash;
}

let picture: Buffer | undefined;

async function makeFile(folder: string, name: string, bytes: number): Promise<Made> {
  picture ??= (await png()).bytes;
  const path = join(folder, name);
  const [md5, sha1] = [createHash("md5"), createHash("sha1")];
  const file = await open(path, "w");
  try {
    const write = async (piece: Buffer) => {
      md5.update(piece);
      sha1.update(piece);
      await file.write(piece);
    };
    const head = picture.subarray(0, bytes - TAIL_BYTES);
    await write(head);
    for (let left = bytes - TAIL_BYTES - head.length; left > 0; left -= MIB) {
      await write(randomBytes(Math.min(left, MIB)));
    }
  } finally {
    await file.close();
  }
  return { path, name, md5, sha1 };
}

async function freshenOne({ path, name, md5, sha1 }: Made, size: number): Promise<FreshFile> {
  const tail = randomBytes(TAIL_BYTES);
  const file = await open(path, "r+");
  try {
    await file.write(tail, 0, TAIL_BYTES, size - TAIL_BYTES);
  } finally {
    await file.close();
  }
  const end = (hash: Hash) => hash.copy().update(tail).digest("hex");
  return { path, name, size, md5: end(md5), sha1: end(sha1) };
}
