import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** An upstream in a process of its own, and the variables that point a gateway to it. */
export interface UpstreamProcess {
  readonly environment: Record<string, string>;
  readonly origin: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** @param kind of relay-upstream.ts. */
export async function startUpstream(kind: string): Promise<UpstreamProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "relay-upstream.ts"), kind], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const environment: Record<string, string> = JSON.parse(String(line));
  return {
    environment,
    origin: environment.COS_ENDPOINT ?? environment.RELAY_HOSTS ?? "",
    pid: child.pid ?? 0,
    close: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
