import { randomBytes } from "node:crypto";
import { Server } from "node:http";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import type { Logger, Plugin, PreviewServer, UserConfig, ViteDevServer } from "vite";
import { listenOrigin, pageUrl } from "./addresses.ts";
import { readEmbedPage } from "./built-embed-page.ts";
import type { GatewayConfig } from "./config/config.ts";
import { loadConfig } from "./config/load.ts";
import { deferHandler, type Gateway, startGateway } from "./gateway.ts";
import { DEFAULT_CONNECTION_LIMITS, limitServer } from "./http/connection-limits.ts";
import { hostnameOf } from "./http/loopback.ts";
import { adviseOnListen, listeningPort } from "./listen.ts";
import { connectionLog } from "./log/connection-log.ts";
import { createLog } from "./log/log.ts";
import { plainLines } from "./log/plain-lines.ts";
import { Metrics } from "./metrics/metrics.ts";

/** The gateway inside Vite's dev server and preview: the same steps as in production, in front of Vite's own files. */
export function cosdropGateway(): Plugin {
  const nonce = randomBytes(16).toString("base64url");
  let config: GatewayConfig | undefined;
  let starting: Promise<Gateway> | undefined;

  /** The store starts once the page listens: it has to know the page's port, and a restart frees the old one first. */
  const attach = (server: ViteDevServer | PreviewServer, devNonce?: string, embedHtml?: () => string | undefined) => {
    const { httpServer } = server;
    if (httpServer === null || config === undefined) return;
    const settings = config;
    const logger = server.config.logger;
    const { handler, settle } = deferHandler();
    server.middlewares.use(handler);
    // Ours come once the store runs too.
    server.printUrls = () => undefined;
    // Vite would say that the port is in use, and not what to do.
    httpServer.once("error", (error) => giveUp(logger, adviseOnListen(error, "PORT", settings.listen.port)));
    const log = createLog({ destination: plainLines((line) => logger.info(line)) });
    const metrics = new Metrics();
    if (httpServer instanceof Server) {
      // Vite's own answer would come first, and not in the envelope.
      httpServer.removeAllListeners("clientError");
      limitServer(httpServer, DEFAULT_CONNECTION_LIMITS, connectionLog(log, metrics));
    }
    httpServer.once("listening", () => {
      const pagePort = listeningPort(httpServer);
      const dev = devNonce === undefined ? {} : { devNonce };
      const embed = embedHtml === undefined ? {} : { embedHtml };
      starting = startGateway({ config: settings, pagePort, log, metrics, ...dev, ...embed });
      settle(starting).then(
        (gateway) => printAddresses(logger, settings, pagePort, gateway.storePort),
        (error: unknown) => giveUp(logger, error),
      );
    });
  };
  const stop = async () => {
    const gateway = await starting?.catch(() => undefined);
    starting = undefined;
    await gateway?.close();
  };

  return {
    name: "cosdrop:gateway",
    config(user, { command, isPreview }) {
      if (command === "build") return undefined;
      const root = user.root ?? process.cwd();
      config = loadConfig(root);
      // An unknown path is 404, as in production, and not the page.
      return {
        appType: "mpa",
        ...(isPreview ? { preview: listenSettings(config) } : devSettings(config, root, nonce)),
      };
    },
    configureServer: (server) => attach(server, nonce),
    configurePreviewServer(server) {
      const { root, build } = server.config;
      attach(server, undefined, () => readEmbedPage(resolve(root, build.outDir)));
    },
    closeServer: stop,
    closePreviewServer: stop,
  };
}

function listenSettings({ listen, publicOrigin }: GatewayConfig) {
  return {
    host: listen.host,
    port: listen.port,
    strictPort: true,
    // The gateway's own steps decide both; Vite's host check stays for its socket, which the steps do not see.
    cors: false,
    allowedHosts: publicOrigin === undefined ? [] : [hostnameOf(publicOrigin)],
  };
}

/** Vite's dev server hands out what the page is made of, and nothing else of the folder that it runs in. */
function devSettings(config: GatewayConfig, root: string, nonce: string): UserConfig {
  const storeFiles = config.mode.kind === "embedded" ? [`${config.mode.store.dir}/**`] : [];
  return {
    html: { cspNonce: nonce },
    server: {
      ...listenSettings(config),
      fs: {
        strict: true,
        allow: ["index.html", "src", "public", "node_modules"].map((name) => join(root, name)),
        deny: [".env", ".env.*", "*.{crt,pem,key}", "**/.git/**", ...storeFiles],
      },
      watch: { ignored: [...storeFiles, join(root, "dist/**")] },
    },
  };
}

function printAddresses(logger: Logger, config: GatewayConfig, pagePort: number, storePort: number | undefined): void {
  const { mode, listen } = config;
  logger.info(`  page   ${pageUrl(config, pagePort)}`);
  if (mode.kind === "embedded" && storePort !== undefined)
    logger.info(`  store  ${listenOrigin(listen.host, storePort)}/  files in ${mode.store.dir}`);
  if (mode.kind === "bucket") logger.info(`  bucket ${mode.origin}/`);
  if (mode.kind === "third-party") logger.info(`  sign   ${mode.signApiUrl}`);
}

function giveUp(logger: Logger, error: unknown): never {
  logger.error(inspect(error));
  process.exit(1);
}
