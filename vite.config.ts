import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { embedPage } from "./src/gateway/embed-page.ts";
import { embedSdk } from "./src/gateway/embed-sdk.ts";
import { precompress } from "./src/gateway/precompress.ts";
import { cosdropGateway } from "./src/gateway/vite-plugin.ts";
import { manifest } from "./src/offline/manifest.ts";

/** Two builds from one file: the page (dist/client), and with `--ssr` the server (dist/server), all it needs inside. */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react(), cosdropGateway(), embedPage(), embedSdk(), ...(isSsrBuild ? [] : [offlineShell()]), precompress()],
  worker: { format: "es" },
  // Workers are looked into as well, so that a fresh dev server does not find new dependencies at the first drop and
  // reload the page under it.
  optimizeDeps: { entries: ["index.html", "src/worker/*.ts"] },
  build: isSsrBuild
    ? { outDir: "dist/server", target: "node20", copyPublicDir: false }
    : {
        outDir: "dist/client",
        target: "es2022",
        modulePreload: { polyfill: false },
        rolldownOptions: { output: { codeSplitting: { groups: [firstPaint()] } } },
      },
  ssr: { noExternal: true },
}));

const ENTRY = join(import.meta.dirname, "src/main.tsx");

/**
 * What the page imports before it runs, in one file. Left alone, the bundler gives whatever the page shares with something
 * loaded later a file of its own, and many small files compress worse than one. The entry stays apart: what it waits for
 * may import the rest.
 */
function firstPaint() {
  const imported = new Set<string>();
  return {
    name(id: string, bundle: { getModuleInfo(id: string): { importedIds: string[] } | null }) {
      const collect = (parent: string) => {
        for (const child of bundle.getModuleInfo(parent)?.importedIds ?? []) {
          if (imported.has(child)) continue;
          imported.add(child);
          collect(child);
        }
      };
      if (imported.size === 0) collect(ENTRY);
      return imported.has(id) ? "page" : null;
    },
  };
}

/** The service worker and the manifest; in the built page alone, and registered by the page itself. */
function offlineShell() {
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "src/offline",
    filename: "service-worker.ts",
    injectRegister: false,
    manifest,
    injectManifest: {
      globPatterns: ["assets/*.{js,css,wasm}", "favicon.svg", "icons/*.png"],
      // What a frame needs is its host's business, and a codec is fetched by whoever wants one.
      globIgnores: ["**/embed*", "**/*enc*.wasm", "**/*dec*.wasm"],
    },
  });
}
