import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The built page for frames. Servers of static files leave such names out, so it is sent by its step alone. */
export const BUILT_EMBED_PAGE = ".embed.html";

/** The page in a folder of a build, as it is now; absent in one that was built without it, or is being made. */
export function readEmbedPage(clientDir: string): string | undefined {
  try {
    return readFileSync(join(clientDir, BUILT_EMBED_PAGE), "utf8");
  } catch {
    return undefined;
  }
}
