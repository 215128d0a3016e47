import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { build, type Plugin } from "vite";
import { allowAnyOrigin, EMBED_SCRIPTS } from "./embed-scripts.ts";

const SOURCE = "src/embed/sdk";

/** Which file each script is built from. */
const ENTRIES = { "/embed.js": "entry-module.ts", "/embed.global.js": "entry-global.ts" } as const;

/** Makes the host's SDK: files of their own, under names that never change, beside the page's. */
export function embedSdk(): Plugin {
  let root = process.cwd();
  return {
    name: "cosdrop:embed-sdk",
    applyToEnvironment: (environment) => environment.name === "client",
    configResolved(config) {
      root = config.root;
    },
    async generateBundle() {
      for (const path of Object.keys(EMBED_SCRIPTS)) {
        this.emitFile({ type: "asset", fileName: path.slice(1), source: await makeScript(root, path) });
      }
    },
    /** The dev server builds them anew for each request: they are small, and always what the source says. */
    configureServer(server) {
      server.middlewares.use((req, res, next) => {
        const path = pathOf(req);
        const type = EMBED_SCRIPTS[path];
        if (type === undefined) return next();
        makeScript(root, path).then((source) => {
          allowAnyOrigin(res);
          res.setHeader("Content-Type", type);
          res.setHeader("Cache-Control", "no-store");
          res.end(source);
        }, next);
      });
    },
    configurePreviewServer(server) {
      server.middlewares.use((req, res, next) => {
        if (EMBED_SCRIPTS[pathOf(req)] !== undefined) allowAnyOrigin(res);
        next();
      });
    },
  };
}

function pathOf({ url = "" }: IncomingMessage): string {
  return url.replace(/\?.*$/, "");
}

/** One of the scripts, built from the source as it is. @param path such as `/embed.js` */
export async function makeScript(root: string, path: string): Promise<string> {
  const entry = Object.entries(ENTRIES).find(([name]) => name === path)?.[1];
  if (entry === undefined) return readFile(join(root, SOURCE, path), "utf8");
  const built = await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      rolldownOptions: {
        input: join(root, SOURCE, entry),
        preserveEntrySignatures: "strict",
        output: { format: path === "/embed.js" ? "es" : "iife", minify: true },
      },
    },
  });
  const [chunk] = "output" in built ? built.output : [];
  if (chunk?.type !== "chunk") throw new Error(`${path} could not be built`);
  return chunk.code;
}
