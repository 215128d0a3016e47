import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";

/** What of a package.json says who made a package, and under which terms. */
const Manifest = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string(), "not stated"),
  author: v.optional(
    v.union([
      v.string(),
      v.pipe(
        v.object({ name: v.string() }),
        v.transform(({ name }) => name),
      ),
    ]),
  ),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
});

/** A package that a build has in it, or may have. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json has it, an SPDX expression as a rule. */
  readonly license: string;
  readonly author: string | undefined;
  /** Its licence files and notices, one after the other; absent where it comes without. */
  readonly text: string | undefined;
}

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/**
 * The packages that production runs on: what a package.json depends on, and what that depends on, wherever it is installed.
 * A bundler takes less; naming too many does no harm.
 * @param root the folder of that package.json, with its node_modules.
 * @returns by name.
 * @throws Error when one of them is not installed.
 */
export function licensedPackages(root: string): LicensedPackage[] {
  const found = new Map<string, LicensedPackage>();
  const visit = (folder: string) => {
    for (const name of Object.keys(readManifest(folder).dependencies)) {
      const place = installedAt(root, folder, name);
      if (found.has(place)) continue;
      found.set(place, packageAt(place));
      visit(place);
    }
  };
  visit(root);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, "en") || a.version.localeCompare(b.version));
}

/** Where Node would find it: beside the one that asks first, and then further out. */
function installedAt(root: string, from: string, name: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, "node_modules", name);
    if (existsSync(join(place, "package.json"))) return place;
    if (folder === root || folder === dirname(folder)) throw new Error(`${name} is not installed`);
  }
}

function packageAt(folder: string): LicensedPackage {
  const { dependencies: _, ...manifest } = readManifest(folder);
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return { ...manifest, author: manifest.author, text: texts.length === 0 ? undefined : texts.join("\n\n") };
}

function readManifest(folder: string): v.InferOutput<typeof Manifest> {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  return v.parse(Manifest, JSON.parse(text));
}
