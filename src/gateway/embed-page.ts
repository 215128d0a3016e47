import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { EMBED_PATH } from "../contract/embed-protocol.ts";
import { BUILT_EMBED_PAGE } from "./built-embed-page.ts";

/**
 * Makes the page for frames out of the page: the same but for a mark that the composition root reads, no wish to be
 * found by a search engine, nothing to install, and no theme of this browser's, for the host decides.
 */
export function embedPage(): Plugin {
  let root = process.cwd();
  return {
    name: "cosdrop:embed-page",
    enforce: "post",
    applyToEnvironment: (environment) => environment.name === "client",
    configResolved(config) {
      root = config.root;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") return;
        this.emitFile({ type: "asset", fileName: BUILT_EMBED_PAGE, source: toEmbed(String(page.source)) });
      },
    },
    configureServer(server) {
      server.middlewares.use((req, res, next) => {
        const url = req.originalUrl ?? req.url ?? "";
        if (url.replace(/\?.*$/, "") !== EMBED_PATH) return next();
        readFile(join(root, "index.html"), "utf8")
          .then((html) => server.transformIndexHtml(url, toEmbed(html), url))
          .then((html) => {
            res.setHeader("Content-Type", "text/html; charset=utf-8");
            res.setHeader("Cache-Control", "no-cache");
            res.end(html);
          }, next);
      });
    },
  };
}

function toEmbed(html: string): string {
  return html
    .replace("<html ", '<html data-page="embed" ')
    .replace("</title>", '</title><meta name="robots" content="noindex" />')
    .replace(/<link rel="(?:manifest|apple-touch-icon)"[^>]*>/g, "")
    .replace(/<script src="\/theme\.js"><\/script>/, "");
}
