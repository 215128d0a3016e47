import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { EmbeddedMode } from "../config/mode.ts";
import { formatSize } from "../config/size.ts";
import { type Finding, fail, ok } from "./finding.ts";

/** Looks at the embedded store's folder without starting a store: one may be running. Never throws. */
export async function checkEmbedded({ store: { dir } }: EmbeddedMode): Promise<Finding[]> {
  const folder = await firstThere(dir);
  if (!(await isWritableFolder(folder))) {
    return [fail(`The folder ${dir} cannot be written.`, "Set STORE_DIR to a folder that this user may write to.")];
  }
  const { bavail, bsize } = await statfs(folder);
  return [ok(`The store's folder ${dir} can be used; ${formatSize(bavail * bsize)} are free.`)];
}

/** The store makes the folders that are missing: the first that is there decides. */
async function firstThere(path: string): Promise<string> {
  const isMissing = await stat(path).then(
    () => false,
    (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT",
  );
  return isMissing && dirname(path) !== path ? firstThere(dirname(path)) : path;
}

async function isWritableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
