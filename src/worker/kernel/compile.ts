import asc from "assemblyscript/asc";
import { MEMORY_PAGES } from "./layout.ts";
import { type Build, kernelSource } from "./source.ts";

/** One build of the kernel: the module's bytes, and the same module as flat text, one instruction a line. */
export interface CompiledKernel {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

/**
 * AssemblyScript's optimizer moves an expression to where its value is used, which undoes the kernel's order: levels 1
 * to 3 each cost speed. The browsers' own compilers do the rest of what it would do.
 */
const OPTIMIZE_LEVEL = 0;

/**
 * @param source for tests: another kernel.
 * @throws Error with the compiler's own words when the source does not compile.
 */
export async function compileKernel(
  build: Build,
  optimizeLevel = OPTIMIZE_LEVEL,
  source = kernelSource(build),
): Promise<CompiledKernel> {
  const entry = `${build}.ts`;
  const written = new Map<string, string | Uint8Array>();
  const complaints: string[] = [];
  const { error } = await asc.main(
    [
      entry,
      ...["--outFile", "kernel.wasm", "--textFile", "kernel.wat"],
      ...["--runtime", "stub", `--initialMemory=${MEMORY_PAGES}`, `--maximumMemory=${MEMORY_PAGES}`],
      `--optimizeLevel=${optimizeLevel}`,
      ...(build === "simd" ? ["--enable", "simd"] : []),
    ],
    {
      readFile: (name) => (name === entry ? source : null),
      writeFile: (name, contents) => void written.set(name, contents),
      listFiles: () => [],
      stdout: { write: () => undefined },
      stderr: { write: (text) => void complaints.push(String(text)) },
    },
  );
  const wasm = written.get("kernel.wasm");
  const text = written.get("kernel.wat");
  if (error || !(wasm instanceof Uint8Array) || typeof text !== "string") {
    throw new Error(`The ${build} kernel does not compile: ${complaints.join("")}`, { cause: error });
  }
  return { wasm: new Uint8Array(wasm), text };
}
