import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { CREDENTIALS } from "./helpers.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

export interface StoreProcess {
  readonly port: number;
  readonly pid: number;
  /** All that it has written so far. */
  said(): string;
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** The store's command line as a process of its own. tsx is loaded into it, so that a signal reaches the store itself. */
export function spawnStoreMain(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const main = join(ROOT, "src/store/main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return child;
}

/** Starts it on a free port, and waits until it listens. */
export async function startStoreProcess(dir: string, args: readonly string[] = []): Promise<StoreProcess> {
  const { secretId, secretKey } = CREDENTIALS;
  const child = spawnStoreMain(["--port", "0", "--dir", dir, ...args], {
    COS_SECRET_ID: secretId,
    COS_SECRET_KEY: secretKey,
  });
  const exited = once(child, "exit");
  let text = "";
  const port = await new Promise<number>((resolve, reject) => {
    const onOutput = (piece: Buffer) => {
      text += piece.toString();
      const [, found] = /at http:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout?.on("data", onOutput);
    child.stderr?.on("data", onOutput);
    child.once("exit", () => reject(new Error(`The store did not start: ${text}`)));
  });
  return {
    port,
    pid: child.pid!,
    said: () => text,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

/** All that a process wrote until it ended. */
export async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr?.on("data", (piece: Buffer) => (err += piece.toString()));
  await once(child, "close");
  return { code: child.exitCode, out, err };
}
