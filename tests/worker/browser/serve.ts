import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, createServer, type InlineConfig, preview } from "vite";

const ROOT = resolve(import.meta.dirname, "../../..");
const PAGE = "tests/worker/browser/page.html";

/** The page's policy in production, as far as scripts and workers go. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'";

/** The same without WebAssembly, as a stricter operator would have it, or Lockdown Mode. */
export const NO_WASM_CSP = PAGE_CSP.replace(" 'wasm-unsafe-eval'", "");

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

const base = { root: ROOT, configFile: false, logLevel: "error" } satisfies InlineConfig;

/** The suites' page as production has it: built, under a CSP, worker and all. */
export async function serveBuilt(csp = PAGE_CSP, file = PAGE): Promise<ServedPage> {
  const outDir = await mkdtemp(join(tmpdir(), "hash-page-"));
  await build({ ...base, build: { outDir, rolldownOptions: { input: join(ROOT, file) } } });
  const server = await preview({
    ...base,
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0, headers: { "content-security-policy": csp } },
  });
  return {
    url: new URL(file, server.resolvedUrls?.local[0]).href,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** The suites' page as development has it: every module by itself. */
export async function serveDev(): Promise<ServedPage> {
  const cacheDir = await mkdtemp(join(tmpdir(), "hash-vite-"));
  const server = await createServer({
    ...base,
    cacheDir,
    server: { host: "127.0.0.1", port: 0, hmr: false, headers: { "content-security-policy": PAGE_CSP } },
    // A dependency that is found only on the way would reload the page in the middle of a test.
    optimizeDeps: { include: ["valibot", "spark-md5", "js-sha1"], noDiscovery: true },
  });
  await server.listen();
  return {
    url: new URL(PAGE, server.resolvedUrls?.local[0]).href,
    async close() {
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}
