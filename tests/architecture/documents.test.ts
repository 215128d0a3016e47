import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { EmbedConfig, FRAME_MESSAGES, HOST_MESSAGES } from "../../src/contract/embed-messages.ts";
import { THEME_TOKEN_NAMES } from "../../src/contract/embed-protocol.ts";
import { Metrics } from "../../src/gateway/metrics/metrics.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const DOCUMENTS = ["README.md", "CHANGELOG.md", ...pagesOf("docs")];

function pagesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : []));
}

/** What a pattern's first group catches in a text. */
function caught(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, part = ""]) => part);
}

/** The names under which a page's headings can be linked to, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return caught(text, /^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = read(document);

  test("links to files and headings that there are", () => {
    const links = caught(text, /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("names files, folders and scripts that there are", () => {
    const paths = caught(text, /`((?:src|tests|docs|public|\.ci)\/[\w./-]+)`/g);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const { scripts } = JSON.parse(read("package.json"));
    expect(caught(text, /\bnpm run ([\w:-]+)/g).filter((name) => !(name in scripts))).toEqual([]);
  });

  test("has no long lines but in tables", () => {
    const long = text.split("\n").filter((line) => [...line].length > 120 && !line.startsWith("|"));
    expect(long).toEqual([]);
  });
});

test.each(["src", "tests"])("the architecture's page names every folder of %s", (top) => {
  const rows = read("docs/architecture.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const named = new Set(rows.flatMap((row) => caught(row, /`(?:tests\/)?([\w-]+)`/g)));
  const folders = readdirSync(join(ROOT, top), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});

test("the operators' page names every metric, and none that there is not", async () => {
  const metrics = await new Metrics().registry.getMetricsAsJSON();
  const ours = metrics.map(({ name }) => name).filter((name) => name.startsWith("cosdrop_"));
  const named = caught(read("docs/operators.md"), /^\| `(cosdrop_\w+)/gm);
  expect(named.toSorted()).toEqual(ours.toSorted());
});

describe("the embedding page", () => {
  const page = read("docs/embedding.md");
  const missing = (names: readonly string[]) => names.filter((name) => !new RegExp(`\`${name}[\` ]`).test(page));

  test("names every message of the protocol", () => {
    expect(missing([...Object.keys(FRAME_MESSAGES), ...Object.keys(HOST_MESSAGES)])).toEqual([]);
  });

  test("names every option, event and token of the SDK", () => {
    const types = read("src/embed/sdk/embed.d.ts");
    const fields = (name: string) => {
      const [, body = ""] = new RegExp(`export interface ${name} [^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(types) ?? [];
      return caught(body, /^ {2}(?:readonly )?(\w+)\??[:(<]/gm);
    };
    const options = ["EmbedOptions", "MountOptions", "PickOptions"].flatMap(fields).filter((name) => name !== "app");
    expect(options).toContain("token");
    expect(missing([...Object.keys(EmbedConfig.entries), ...options])).toEqual([]);
    const handlers = fields("EventMap").map((name) => `on${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    expect(handlers).toContain("onDone");
    expect(missing(handlers)).toEqual([]);
    for (const token of THEME_TOKEN_NAMES) expect(page).toMatch(new RegExp(`tokens: \\{[^}]*\\b${token}\\b`));
  });
});
