import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "./helpers.ts";

export const TINY_DISK_BYTES = 1024 ** 2;

/** Mounts a file system of `TINY_DISK_BYTES`, unmounted when the test ends. @param more options of tmpfs. */
export async function mountTinyDisk(more = ""): Promise<string> {
  const path = await temporaryDirectory();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${TINY_DISK_BYTES}${more}`, "tmpfs", path]);
  onTestFinished(() => void execFileSync("umount", ["-l", path]));
  return path;
}

/** Only root may, and not in every container. */
export function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), "cosdrop-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", path], { stdio: "ignore" });
    execFileSync("umount", [path]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(path);
  }
}
