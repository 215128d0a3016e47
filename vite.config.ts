import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { embedPage } from "./src/gateway/embed-page.ts";
import { embedSdk } from "./src/gateway/embed-sdk.ts";
import { licenseNotices } from "./src/gateway/licenses/vite-plugin.ts";
import { precompress } from "./src/gateway/precompress.ts";
import { cosdropGateway } from "./src/gateway/vite-plugin.ts";
import { manifest } from "./src/offline/manifest.ts";

/** Compressing takes as long as it takes; a slow machine is not told so at each build and each start. */
const QUIET = { checks: { bundlerTimings: false } };

/** Two builds from one file: the page (dist/client), and with `--ssr` the server (dist/server), all it needs inside. */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    react(),
    cosdropGateway(),
    embedPage(),
    embedSdk(),
    licenseNotices(),
    ...(isSsrBuild ? [] : [offlineShell()]),
    precompress(),
  ],
  worker: { format: "es" },
  // Workers are looked into as well, so that a fresh dev server does not find new dependencies at the first drop and
  // reload the page under it.
  optimizeDeps: { entries: ["index.html", "src/worker/*.ts"], rolldownOptions: QUIET },
  build: isSsrBuild
    ? { outDir: "dist/server", target: "node20", copyPublicDir: false, rolldownOptions: QUIET }
    : {
        outDir: "dist/client",
        target: "es2022",
        modulePreload: { polyfill: false },
        rolldownOptions: {
          ...QUIET,
          output: { codeSplitting: { groups: [firstPaint(), { name: "icons", test: ICON, priority: 1 }] } },
        },
      },
  ssr: { noExternal: true },
}));

const ENTRY = join(import.meta.dirname, "src/main.tsx");

/** The file of the icons that hands on every single one; what is not asked of it is left out of the build. */
const ICON_SHELF = /\/lucide-react\/dist\/esm\/lucide-react\.mjs$/;
const ICON = /\/lucide-react\/dist\/esm\/icons\//;

interface ModuleInfo {
  readonly importedIds: readonly string[];
  readonly code: string | null;
}

/**
 * What the page imports before it runs, in one file. Left alone, the bundler gives whatever the page shares with something
 * loaded later a file of its own, and many small files compress worse than one. The entry stays apart: what it waits for
 * may import the rest. Icons that only later views show are another file.
 */
function firstPaint() {
  const imported = new Set<string>();
  return {
    // Takes what all icons stand on, too.
    priority: 2,
    name(id: string, bundle: { getModuleInfo(id: string): ModuleInfo | null }) {
      const collect = (parent: string) => {
        const { importedIds = [], code } = bundle.getModuleInfo(parent) ?? {};
        for (const child of importedIds) {
          if (ICON_SHELF.test(child)) takeIcons(namesFromShelf(code ?? ""), child);
          else take(child);
        }
      };
      const take = (child: string) => {
        if (imported.has(child)) return;
        imported.add(child);
        collect(child);
      };
      const takeIcons = (names: readonly string[], shelf: string) => {
        const { importedIds = [], code } = bundle.getModuleInfo(shelf) ?? {};
        for (const line of (code ?? "").matchAll(/export \{([^}]*)\} from ['"]\.\/(icons\/[\w-]+\.mjs)['"]/g)) {
          const [, exported = "", path = ""] = line;
          if (!names.some((name) => exported.split(/[\s,]+/).includes(name))) continue;
          const icon = importedIds.find((imported) => imported.endsWith(`/${path}`));
          if (icon !== undefined) take(icon);
        }
      };
      if (imported.size === 0) collect(ENTRY);
      return imported.has(id) ? "page" : null;
    },
  };
}

function namesFromShelf(code: string): string[] {
  const [, names = ""] = /import\s*\{([^}]*)\}\s*from\s*["']lucide-react["']/.exec(code) ?? [];
  return names.split(",").map((name) => name.trim().replace(/ as .*/, ""));
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
      globPatterns: ["assets/*.{js,css,wasm}", "theme.js", "favicon.svg", "icons/*.png"],
      // What a frame needs is its host's business, and a codec is fetched by whoever wants one.
      globIgnores: ["**/embed*", "**/*enc*.wasm", "**/*dec*.wasm"],
    },
  });
}
