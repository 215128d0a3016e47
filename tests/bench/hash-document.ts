import { readFile, writeFile } from "node:fs/promises";

const DOCUMENT = new URL("../../docs/hashing.md", import.meta.url);
const marks = (browser: string) => ({
  start: `<!-- bench:hash ${browser} -->`,
  end: `<!-- /bench:hash ${browser} -->`,
});

/** Where the benchmark's tables are kept. */
export interface BenchDocument {
  /** Puts the text between the browser's marks. */
  write(browser: string, text: string): Promise<void>;
}

/** @throws Error when docs/hashing.md is not there, or lacks a browser's marks. */
export async function openDocument(browsers: readonly string[]): Promise<BenchDocument> {
  const text = await readFile(DOCUMENT, "utf8");
  for (const browser of browsers) places(text, browser);
  return {
    async write(browser, section) {
      const document = await readFile(DOCUMENT, "utf8");
      const { from, to } = places(document, browser);
      await writeFile(DOCUMENT, `${document.slice(0, from)}\n\n${section}\n\n${document.slice(to)}`);
    },
  };
}

function places(document: string, browser: string): { from: number; to: number } {
  const { start, end } = marks(browser);
  const from = document.indexOf(start) + start.length;
  const to = document.indexOf(end);
  if (from < start.length || to < from) throw new Error(`docs/hashing.md lacks ${start} … ${end}`);
  return { from, to };
}
