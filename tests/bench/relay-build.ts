import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { GATEWAY_CHILD } from "../gateway/gateway-process.ts";

/** The bench's gateway built as the product is, so that what is measured is what runs. */
export async function buildGateway(): Promise<{
  readonly dir: string;
  readonly script: string;
  remove(): Promise<void>;
}> {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-bench-build-"));
  await build({ logLevel: "error", build: { ssr: GATEWAY_CHILD, outDir: dir, emptyOutDir: false } });
  return { dir, script: join(dir, "gateway-child.js"), remove: () => rm(dir, { recursive: true, force: true }) };
}
