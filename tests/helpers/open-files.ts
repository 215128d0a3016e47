import { readdirSync, readlinkSync } from "node:fs";

const OWN = "/proc/self/fd";

/** How many files of a folder this process holds open, as Linux tells. */
export function openFilesIn(dir: string): number {
  return readdirSync(OWN).filter((fd) => pathOf(fd)?.startsWith(`${dir}/`)).length;
}

/** `undefined` for what was closed since the listing, which is itself among them. */
function pathOf(fd: string): string | undefined {
  try {
    return readlinkSync(`${OWN}/${fd}`);
  } catch {
    return undefined;
  }
}
