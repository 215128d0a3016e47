import type { Readable } from "node:stream";
import sirv from "sirv";
import { createBuildId } from "./build-id.ts";
import { allowAnyOrigin, EMBED_SCRIPTS } from "./embed-scripts.ts";
import { acceptedCodings } from "./http/accepted-codings.ts";
import type { Exchange, Handler } from "./http/exchange.ts";

/** A year, in seconds: names under /assets/ hold a hash of what is in them. */
const ASSET_MAX_AGE_SECONDS = 31_536_000;

/**
 * Serves the built page: hashed assets for ever, everything else checked again on each use. What is there is looked up
 * for every request, so that a build may be made anew, or put in place of another, under a gateway that runs.
 * @param now ms; for tests.
 */
export function pageFiles(directory: string, now = () => performance.now()): Handler {
  const buildId = createBuildId(directory, now);
  /** Of the request that is being answered; sirv finds its file before it returns. */
  let tagPrefix = "";
  const serve = sirv(directory, {
    // Without this, sirv lists files and sizes once, and later sends what they were then.
    dev: true,
    etag: true,
    brotli: true,
    gzip: true,
    extensions: ["html"],
    setHeaders(res, path, { size, mtime }) {
      res.setHeader("ETag", `${tagPrefix}${size}-${mtime.getTime()}"`);
      const hashed = isHashed(path);
      res.setHeader("Cache-Control", hashed ? `public, max-age=${ASSET_MAX_AGE_SECONDS}, immutable` : "no-cache");
      const name = path.replace(/\.(?:br|gz)$/, "");
      const script = EMBED_SCRIPTS[name];
      if (script !== undefined) res.setHeader("Content-Type", script);
      // sirv names the charset of pages alone, and a browser would guess that of the licences.
      if (name.endsWith(".txt")) res.setHeader("Content-Type", "text/plain; charset=utf-8");
      if (script !== undefined || hashed) allowAnyOrigin(res);
    },
  });
  return function pageFilesHandler(req, res) {
    const path = decoded(req.url ?? "/");
    if (isHidden(path)) return nothingThere(res);
    // These files are small; parts of them are of no use, and an odd range would only find a way to fail.
    delete req.headers.range;
    // sirv looks for the name of a coding anywhere in the line, and does not read its weight.
    req.headers["accept-encoding"] = acceptedCodings(req.headers["accept-encoding"])
      .filter((coding) => coding === "br" || coding === "gzip")
      .join();
    res.once("pipe", (file: Readable) => {
      // A file that goes between its look-up and its opening must not bring the process down.
      file.once("error", () => res.destroy());
      // A client that leaves in the middle would leave it open, for ever.
      res.once("close", () => file.destroy());
    });
    try {
      // sirv's own tag is a file's size and date. Of a page, which names the scripts that belong to it, every build has
      // the same size, and where builds are made reproducible the same date.
      tagPrefix = isHashed(path) ? 'W/"' : `W/"${buildId()}-`;
      const tag = req.headers["if-none-match"];
      if (tag?.startsWith(tagPrefix)) req.headers["if-none-match"] = tag.replace(tagPrefix, 'W/"');
      else delete req.headers["if-none-match"];
      serve(req, res, () => nothingThere(res));
    } catch {
      // The same, between two looks at it.
      nothingThere(res);
    }
  };
}

const isHashed = (path: string) => path.startsWith("/assets/");

/** A name that begins with a dot; also what leads upwards. */
const isHidden = (path: string) => /[/\\]\.(?!well-known[/\\])/.test(path);

/** As sirv reads it. */
function decoded(url: string): string {
  const path = url.replace(/[?#].*$/s, "");
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function nothingThere(res: Exchange["res"]): void {
  res.writeHead(404, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  res.end("There is no such page here. The upload page is at /\n");
}
