import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** What gets smaller; pictures and fonts are compressed already. */
const COMPRESSIBLE = /\.(?:m?js|css|html|svg|json|txt|wasm|webmanifest)$/;

/** In bytes. Below this, headers outweigh what is saved. */
const SMALLEST_COMPRESSED = 1024;

/** Writes `.br` and `.gz` beside the built page's files, so that the production server never compresses while serving. */
export function precompress(): Plugin {
  return {
    name: "cosdrop:precompress",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "client",
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      const names = Object.keys(bundle).filter((name) => COMPRESSIBLE.test(name));
      await Promise.all(names.map((name) => compressFile(join(dir, name))));
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST_COMPRESSED) return;
  // Both at their best by default: brotli's quality 11, and gzip's 9 by name.
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes), promisify(gzip)(bytes, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}
