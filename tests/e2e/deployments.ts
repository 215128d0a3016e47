import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";

const CLIENT = resolve(import.meta.dirname, "../../dist/client");
const ENTRY = /index-[\w-]+\.js/g;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface Deployments {
  readonly url: string;
  /** From now on a later build is served: its page starts with another script, and the old one is gone. */
  deploy(): void;
  close(): Promise<void>;
}

/** The built page's files without a gateway, and a later build of them in which the entry has another name. */
export async function startDeployments(): Promise<Deployments> {
  let later = false;
  const [built = ""] = (await readFile(join(CLIENT, "index.html"), "utf8")).match(ENTRY) ?? [];
  const rename = (bytes: Buffer) => Buffer.from(bytes.toString("utf8").replaceAll(built, "index-later.js"));

  const server = createServer(async ({ url = "/" }, res) => {
    const path = url === "/" ? "/index.html" : url;
    try {
      if (later && path.endsWith(built)) throw new Error("gone");
      const bytes = await readFile(join(CLIENT, path.replace("index-later.js", built)));
      res.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
      res.end(later && /\.html$|service-worker\.js$/.test(path) ? rename(bytes) : bytes);
    } catch {
      res.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deploy() {
      later = true;
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
