import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** How long one look at the files is good for, in ms: it takes longer than answering with one of them. */
export const LOOK_MS = 1_000;

/**
 * What tells one build from another, made of all files that keep their names from build to build; the names of the
 * others stand in them. Gateways with the same build have the same one.
 * @param now ms; for tests.
 * @returns the id of the build that is there now, or was less than `LOOK_MS` ago. Where no file has changed, none is read
 * again.
 */
export function createBuildId(directory: string, now: () => number): () => string {
  let seen: string | undefined;
  let id = "";
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - lookedAt < LOOK_MS) return id;
    lookedAt = now();
    const paths = stableFiles(directory);
    const state = paths.map(stateOf).join("\n");
    if (state !== seen) id = digestOf(paths);
    seen = state;
    return id;
  };
}

function stableFiles(directory: string): string[] {
  const inside = ({ name, parentPath }: Dirent) => join(parentPath, name);
  const entries = readdirSync(directory, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== "assets");
  return [...entries.filter((entry) => entry.isFile()).map(inside), ...folders.map(inside).flatMap(stableFiles)].sort();
}

/** The time of the last change beside that of the last writing: tools may set the latter as they like. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? path : [path, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(" ");
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("base64url").slice(0, 16);
}
