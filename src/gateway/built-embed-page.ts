import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The built page for frames. Servers of static files leave such names out, so it is sent by its step alone. */
export const BUILT_EMBED_PAGE = ".embed.html";

/** The page in a folder of a build; absent in one that was built without it. */
export function readEmbedPage(clientDir: string): string | undefined {
  const file = join(clientDir, BUILT_EMBED_PAGE);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
