import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../../src");

/** Which folders a folder may import from, besides itself. Arrows go one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  engine: ["contract"],
  links: ["contract"],
  worker: ["contract"],
  offline: ["contract"],
  platform: ["contract", "engine"],
  embed: ["contract", "engine", "links"],
  ui: ["contract", "engine", "links"],
  cos: ["contract"],
  store: ["contract", "cos"],
  gateway: ["contract", "cos", "store"],
  // The browser's composition root.
  "main.tsx": ["contract", "engine", "links", "platform", "embed", "ui"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

/** Static and dynamic imports; a worker is named by a URL, not imported, and so is no arrow. */
function importsOf(path: string): string[] {
  const source = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => join(SRC, path));
}

function ownImports(): Import[] {
  return sourceFiles().flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => ({ file, target: resolve(dirname(file), specifier.replace(/\?.*$/, "")) })),
  );
}

const area = (path: string) => relative(SRC, path).split("/")[0] ?? "";

/** Why an import is against the arrows, or undefined. */
function refuse({ file, target }: Import): string | undefined {
  const [from, to] = [area(file), area(target)];
  if (from === to || MAY_IMPORT[from]?.includes(to)) return undefined;
  return `${relative(SRC, file)} imports ${relative(SRC, target)}`;
}

test("every folder imports only what stands before it", () => {
  const imports = ownImports();
  expect(imports.length).toBeGreaterThan(50);
  expect(imports.map(refuse).filter((reason) => reason !== undefined)).toEqual([]);
});

test("every folder of src has its place among the arrows", () => {
  const areas = new Set(sourceFiles().map(area));
  expect([...areas].filter((name) => !(name in MAY_IMPORT))).toEqual([]);
});

test("an arrow the wrong way is found", () => {
  const wrong = { file: join(SRC, "engine/queue.ts"), target: join(SRC, "ui/app.tsx") };
  expect(refuse(wrong)).toBe("engine/queue.ts imports ui/app.tsx");
});

test("no file imports itself by way of others", () => {
  const graph = new Map<string, string[]>(sourceFiles().map((file) => [file, []]));
  for (const { file, target } of ownImports()) graph.get(file)?.push(target);
  const settled = new Set<string>();
  const cycles: string[] = [];

  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].map((step) => relative(SRC, step)).join(" → "));
      return;
    }
    if (settled.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    settled.add(file);
  };
  for (const file of graph.keys()) visit(file, []);

  expect(cycles).toEqual([]);
});

test("no file of the source or the tests is longer than 300 lines", () => {
  const tests = join(SRC, "../tests");
  const files = [SRC, tests].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  const long = files
    .filter((path) => /\.(?:tsx?|css)$/.test(path))
    .map((path) => ({ path: relative(SRC, path), lines: readFileSync(path, "utf8").trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
