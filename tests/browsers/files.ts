import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestFile } from "../helpers/images.ts";

export async function writeFiles(folder: string, files: readonly TestFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => join(folder, name));
  await Promise.all(files.map(({ bytes }, index) => writeFile(paths[index] ?? "", bytes)));
  return paths;
}

/** What a link gives. @throws when it gives nothing. */
export async function fetchBytes(link: string): Promise<Buffer> {
  const response = await fetch(link);
  if (!response.ok) throw new Error(`${link} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
