import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type RunningApp, startApp } from "../helpers/app-process.ts";

/** What becomes of a request: it goes through, it gets no answer, its connection breaks, or it is answered 404. */
export type Passage = "through" | "held" | "cut" | "gone";

/** The app behind a line that a test can cut: WebDriver has no way to do so from within a browser. */
export interface GatedApp {
  /** The page's address, without a slash at its end. */
  readonly url: string;
  /** Decides from now on; what was held before stays without an answer. */
  decide(passage: (path: string) => Passage): void;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** Starts the built app, and the line in front of it. */
export async function startGated(env: Record<string, string> = {}): Promise<GatedApp> {
  let decide: (path: string) => Passage = () => "through";
  const asked: string[] = [];
  let port = 0;
  const onRequest = (req: IncomingMessage, res: ServerResponse) => {
    const path = req.url ?? "/";
    asked.push(path);
    const passage = decide(path);
    if (passage === "held") return;
    if (passage === "cut") return void req.socket.destroy();
    if (passage === "gone") return void res.writeHead(404, { "cache-control": "no-store" }).end();
    const upstream = request({ host: "127.0.0.1", port, method: req.method, path, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    upstream.on("error", () => req.socket.destroy());
    req.pipe(upstream);
  };
  const line = createServer(onRequest).listen(0, "127.0.0.1");
  await once(line, "listening");
  const url = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  port = await freePort();
  const app: RunningApp = await startApp("built", { ...env, PUBLIC_URL: url, PORT: String(port) });
  return {
    url,
    asked,
    decide(passage) {
      decide = passage;
    },
    async stop() {
      line.closeAllConnections();
      line.close();
      await app.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
