import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody else's site: an origin of its own whose pages a test writes. */
export interface EmbedSite {
  readonly origin: string;
  /** Serves a page. @returns its address. */
  page(html: string, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

/** @param name `localhost` is another site than the app's `127.0.0.1`, and not only another origin: storage is apart. */
export async function startSite(name: "localhost" | "127.0.0.1" = "localhost"): Promise<EmbedSite> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((req, res) => {
    const page = pages.get(req.url ?? "");
    res.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...page?.headers });
    res.end(page?.html ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://${name}:${port}`;
  return {
    origin,
    page(html, headers = {}) {
      const path = `/${pages.size + 1}.html`;
      pages.set(path, {
        html: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>host</title>${html}`,
        headers,
      });
      return origin + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
