import type { Plugin } from "vite";
import { LICENSES_PATH } from "../../contract/licenses.ts";
import { licensedPackages } from "./collect.ts";
import { writeNotices } from "./notices.ts";

/** Gives every build, and the development server, the licences of what is in it. */
export function licenseNotices(): Plugin {
  let root = process.cwd();
  return {
    name: "cosdrop:license-notices",
    applyToEnvironment: (environment) => environment.name === "client",
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: LICENSES_PATH.slice(1), source: writeNotices(licensedPackages(root)) });
    },
    configureServer(server) {
      server.middlewares.use(LICENSES_PATH, (_req, res) => {
        res.setHeader("Content-Type", "text/plain; charset=utf-8");
        res.end(writeNotices(licensedPackages(root)));
      });
    },
  };
}
