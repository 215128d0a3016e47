import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";

export interface RunningHosts {
  /** Where the hosts are, without a slash at its end: an origin of their own. */
  readonly origin: string;
  /** Tells the pages where the app is; before that they are not served. */
  setApp(url: string): void;
  close(): Promise<void>;
}

/** Serves the example hosts. @param port 0 picks a free one. */
export async function startHosts(port: number): Promise<RunningHosts> {
  let app = "";
  const server = await createServer({
    root: import.meta.dirname,
    cacheDir: join(import.meta.dirname, "../../node_modules/.vite-hosts"),
    configFile: false,
    logLevel: "error",
    appType: "mpa",
    server: { host: "127.0.0.1", port, strictPort: port !== 0, hmr: false },
    optimizeDeps: { include: ["react", "react-dom/client", "react/jsx-dev-runtime", "@wangeditor/editor"] },
    plugins: [react(), { name: "hosts:app-address", transformIndexHtml: (html) => html.replaceAll("%APP%", app) }],
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === "string") throw new Error("The hosts have no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    setApp(url) {
      app = url;
    },
    close: () => server.close(),
  };
}
