import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import sirv from "sirv";
import { allowAnyOrigin, EMBED_SCRIPTS } from "./embed-scripts.ts";
import type { Handler } from "./http/exchange.ts";

/** A year, in seconds: names under /assets/ hold a hash of what is in them. */
const ASSET_MAX_AGE_SECONDS = 31_536_000;

/** Serves the built page: hashed assets for ever, everything else checked again on each use. */
export function pageFiles(directory: string): Handler {
  // sirv's own tag is a file's size and date. Of a page, which names the scripts that belong to it, every build has the
  // same size, and where builds are made reproducible the same date.
  const tagPrefix = `W/"${buildId(directory)}-`;
  const serve = sirv(directory, {
    etag: true,
    brotli: true,
    gzip: true,
    extensions: ["html"],
    setHeaders(res, path, { size, mtime }) {
      res.setHeader("ETag", `${tagPrefix}${size}-${mtime.getTime()}"`);
      const hashed = path.startsWith("/assets/");
      res.setHeader("Cache-Control", hashed ? `public, max-age=${ASSET_MAX_AGE_SECONDS}, immutable` : "no-cache");
      const script = EMBED_SCRIPTS[path.replace(/\.(?:br|gz)$/, "")];
      if (script !== undefined) res.setHeader("Content-Type", script);
      if (script !== undefined || hashed) allowAnyOrigin(res);
    },
  });
  return function pageFilesHandler(req, res) {
    // These files are small; parts of them are of no use, and an odd range would only find a way to fail.
    delete req.headers.range;
    const tag = req.headers["if-none-match"];
    if (tag?.startsWith(tagPrefix)) req.headers["if-none-match"] = tag.replace(tagPrefix, 'W/"');
    else delete req.headers["if-none-match"];
    res.once("pipe", (file: Readable) => {
      // sirv listed the files at start. One that a new build has taken away since must not bring the process down.
      file.once("error", () => res.destroy());
      // A client that leaves in the middle would leave it open, for ever.
      res.once("close", () => file.destroy());
    });
    serve(req, res, () => {
      res.writeHead(404, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
      res.end("There is no such page here. The upload page is at /\n");
    });
  };
}

/** Made of all files that keep their names from build to build; the names of the others stand in them. */
function buildId(directory: string): string {
  const hash = createHash("sha256");
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(directory, "assets")));
  for (const path of names.toSorted()) hash.update(readFileSync(path));
  return hash.digest("base64url").slice(0, 16);
}
