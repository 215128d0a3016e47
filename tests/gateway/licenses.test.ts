import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { licensedPackages } from "../../src/gateway/licenses/collect.ts";
import { writeNotices } from "../../src/gateway/licenses/notices.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A project with these files in its node_modules. */
async function project(dependencies: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), "cosdrop-licenses-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const all = { "package.json": JSON.stringify({ name: "own", version: "1.0.0", dependencies }), ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const manifest = (name: string, version: string, more: object = {}) =>
  JSON.stringify({ name, version, license: "MIT", ...more });

test("every package that this project depends on is named with the text of its licence, and what those depend on", async () => {
  const notices = writeNotices(licensedPackages(ROOT));
  const { dependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "scheduler", "workbox-core", "@tanstack/query-core"])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, `, "m"));
  for (const name of ["react", "libheif-js", "scheduler"]) {
    const text = await readFile(join(ROOT, "node_modules", name, "LICENSE"), "utf8");
    expect(notices).toContain(text.trim());
  }
  expect(notices).not.toContain("vitest");
});

test("what is compiled into a codec is named, and where the GNU licence is that one of them refers to", async () => {
  const notices = writeNotices(licensedPackages(ROOT));
  for (const name of ["libde265", "libwebp", "MozJPEG", "libaom"]) expect(notices).toContain(name);
  expect(notices).toContain("gpl-3.0.txt");
  expect(await readFile(join(ROOT, "public/licenses/gpl-3.0.txt"), "utf8")).toContain("GNU GENERAL PUBLIC LICENSE");
});

test("of a package that is there twice both versions are named, and packages in a circle once each", async () => {
  const root = await project(
    { outer: "^1.0.0", shared: "^1.0.0" },
    {
      "node_modules/outer/package.json": manifest("outer", "1.0.0", { dependencies: { shared: "^2.0.0" } }),
      "node_modules/outer/node_modules/shared/package.json": manifest("shared", "2.0.0", {
        dependencies: { outer: "^1.0.0" },
      }),
      "node_modules/shared/package.json": manifest("shared", "1.0.0"),
    },
  );
  const named = licensedPackages(root).map(({ name, version }) => `${name} ${version}`);
  expect(named).toEqual(["outer 1.0.0", "shared 1.0.0", "shared 2.0.0"]);
});

test("a package without a licence file is named with its terms and its author, and a notice comes with the licence", async () => {
  const root = await project(
    { bare: "^1.0.0", noted: "^1.0.0" },
    {
      "node_modules/bare/package.json": manifest("bare", "1.0.0", { author: { name: "André" } }),
      "node_modules/noted/package.json": manifest("noted", "1.0.0"),
      "node_modules/noted/LICENSE.md": "do as you like",
      "node_modules/noted/NOTICE": "and say who made it",
    },
  );
  const notices = writeNotices(licensedPackages(root));
  expect(notices).toContain("bare 1.0.0, MIT\nby André\n\n(The package comes without a licence file.)");
  expect(notices).toContain("noted 1.0.0, MIT\n\ndo as you like\n\nand say who made it");
});

test("a package that is not installed stops the build, instead of being left out", async () => {
  const root = await project({ missing: "^1.0.0" }, {});
  expect(() => licensedPackages(root)).toThrow("missing is not installed");
});
