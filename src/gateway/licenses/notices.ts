import type { LicensedPackage } from "./collect.ts";

const RULE = "-".repeat(80);

/** What a package holds of others' work without its licence file saying so: by its documents, and the words in its binaries. */
const COMPILED_IN: Readonly<Record<string, string>> = {
  "@jsquash/avif": "Has libavif (BSD-2-Clause) and libaom (BSD-2-Clause and the AOM patent licence) compiled in.",
  "@jsquash/jpeg": "Has MozJPEG (IJG, BSD-3-Clause and zlib) compiled in.",
  "@jsquash/webp": "Has libwebp (BSD-3-Clause) compiled in.",
  "libheif-js":
    "Has libheif and libde265 (both LGPL-3.0) compiled in. It is served as it was published, in a file of its own,\n" +
    "assets/libheif-bundle-*.mjs, and may be replaced by another build of it. The GNU General Public License, which its\n" +
    "licence refers to, is in gpl-3.0.txt beside this file.",
};

/** One text that names every package with its terms, for whoever gets a build. */
export function writeNotices(packages: readonly LicensedPackage[]): string {
  const entries = packages.map(({ name, version, license, author, text }) => {
    const by = author === undefined ? "" : `\nby ${author}`;
    const within = COMPILED_IN[name];
    const parts = [
      `${name} ${version}, ${license}${by}`,
      within,
      text ?? "(The package comes without a licence file.)",
    ];
    return parts.filter((part) => part !== undefined).join("\n\n");
  });
  const intro = "This page and its server use the following packages, each under its own licence.";
  return `${[intro, ...entries].join(`\n\n${RULE}\n\n`)}\n`;
}
