import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../store/system-error.ts";

/** The built page for frames. Servers of static files leave such names out, so it is sent by its step alone. */
export const BUILT_EMBED_PAGE = ".embed.html";

/**
 * The page in a folder of a build, as it is now; absent in one that was built without it, or is being made.
 * @throws Error of the file system where it is there and cannot be read.
 */
export function readEmbedPage(clientDir: string): string | undefined {
  try {
    return readFileSync(join(clientDir, BUILT_EMBED_PAGE), "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
