/// <reference types="node" />
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILDS } from "./source.ts";

/*
 * `npm run kernel`: compiles both builds of the kernel into a module that the worker imports. Text in a module needs no
 * request of its own, so it works the same in development, in a build, under a strict CSP and in tests.
 */

const FOLDER = import.meta.dirname;
const GENERATED = join(FOLDER, "generated");
const TARGET = join(GENERATED, "kernel-binaries.ts");

/** Changes whenever one of the kernel's sources or the compiler does. */
function fingerprint(): string {
  const hash = createHash("sha256").update(readFileSync(compilerManifest(), "utf8"));
  for (const name of readdirSync(FOLDER)
    .filter((each) => each.endsWith(".ts"))
    .sort()) {
    hash.update(name).update(readFileSync(join(FOLDER, name)));
  }
  return hash.digest("hex");
}

const compilerManifest = () => new URL("../package.json", import.meta.resolve("assemblyscript"));

function isCurrent(mark: string): boolean {
  try {
    return readFileSync(TARGET, "utf8").startsWith(mark);
  } catch {
    return false;
  }
}

const mark = `// Made by \`npm run kernel\` from sources ${fingerprint()}\n`;
if (!isCurrent(mark)) {
  // Loading the compiler takes a second, which a build that has nothing to do should not.
  const { compileKernel } = await import("./compile.ts");
  const lines = [mark];
  for (const build of BUILDS) {
    const { wasm } = await compileKernel(build);
    lines.push(`export const ${build} =\n  "${Buffer.from(wasm).toString("base64")}";\n`);
  }
  mkdirSync(GENERATED, { recursive: true });
  // In one step, so that a build that runs at the same time never reads half a file.
  const partial = `${TARGET}.${process.pid}`;
  writeFileSync(partial, lines.join(""));
  renameSync(partial, TARGET);
}
