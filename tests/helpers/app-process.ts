import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** How long a server may take to say its address, in ms; a cold dev server on a busy machine takes a while. */
const START_LIMIT_MS = 90_000;

/** `dev` is `npm run dev`; `built` is `npm start` on what `npm run build` has made. */
export type AppKind = "dev" | "built";

export interface RunningApp {
  /** The page's address, without a slash at its end. */
  readonly url: string;
  /** The embedded store's directory. */
  readonly storeDir: string;
  /** All that it printed so far. */
  output(): string;
  /** Ends it and removes its store. */
  stop(): Promise<void>;
}

/** Starts the app as a person would, on free ports and a store of its own. */
export async function startApp(kind: AppKind, env: Record<string, string> = {}): Promise<RunningApp> {
  const storeDir = await mkdtemp(join(tmpdir(), "cosdrop-store-"));
  const child = spawn("npm", ["run", "--silent", kind === "dev" ? "dev" : "start"], {
    cwd: ROOT,
    // A group of its own, so that stopping npm stops what npm started.
    detached: true,
    env: { ...process.env, PORT: "0", STORE_PORT: "0", STORE_DIR: storeDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const stop = async () => {
    await endGroup(child);
    await rm(storeDir, { recursive: true, force: true });
  };
  try {
    const url = await new Promise<string>((accept, reject) => {
      const limit = setTimeout(() => reject(new Error(`${kind} did not start in time:\n${text}`)), START_LIMIT_MS);
      const read = (chunk: Buffer) => {
        text += chunk.toString();
        const address = pageAddress(text);
        if (address === undefined) return;
        clearTimeout(limit);
        accept(address);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.once("exit", (code) => {
        clearTimeout(limit);
        reject(new Error(`${kind} ended with ${code}:\n${text}`));
      });
    });
    return { url, storeDir, output: () => text, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first complete address in the output is the page's. */
function pageAddress(output: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are control sequences
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  return /http:\/\/(?:(?:\w+\.)?localhost|127\.0\.0\.1):\d+(?=[/"\s])/.exec(plain)?.[0];
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  process.kill(-child.pid, "SIGTERM");
  const force = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(force);
}
