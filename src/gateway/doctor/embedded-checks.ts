import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { EmbeddedMode } from "../config/mode.ts";
import { formatSize } from "../config/size.ts";
import { type Finding, fail, ok } from "./finding.ts";

/** Looks at the embedded store's folder without starting a store: one may be running. Never throws. */
export async function checkEmbedded({ store: { dir } }: EmbeddedMode): Promise<Finding[]> {
  const folder = (await isWritable(dir)) ? dir : dirname(dir);
  if (!(await isWritable(folder))) {
    return [fail(`The folder ${dir} cannot be written.`, "Set STORE_DIR to a folder that this user may write to.")];
  }
  const { bavail, bsize } = await statfs(folder);
  return [ok(`The store's folder ${dir} can be used; ${formatSize(bavail * bsize)} are free.`)];
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
