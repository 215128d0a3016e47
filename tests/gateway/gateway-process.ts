import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What runs in the process; `npm run build` would make the same of it. */
export const GATEWAY_CHILD = join(import.meta.dirname, "gateway-child.ts");

/** What `npm start` tells Node: what is measured is what runs. */
const NODE_FLAGS = readStartFlags();

function readStartFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  return String(scripts.start)
    .split(" ")
    .filter((word) => word.startsWith("--"));
}

/** A gateway in a process of its own, so that its memory and its time are its own. */
export interface GatewayProcess {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** Resident memory, in bytes: now, and the most that it ever was (Linux, proc(5)). */
  memory(): { readonly now: number; readonly peak: number };
  /** Seconds of processor time that it has used. */
  cpuSeconds(): number;
  close(): Promise<void>;
}

/** @param script a built one; else the source, by tsx, which makes it slower. */
export async function startGatewayProcess(
  environment: Readonly<Record<string, string>>,
  script?: string,
): Promise<GatewayProcess> {
  const args = script === undefined ? ["--import", "tsx", GATEWAY_CHILD] : [script];
  const child = spawn(process.execPath, [...NODE_FLAGS, ...args], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { port } = await firstLine(child);
  const pid = child.pid ?? 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    pid,
    memory: () => readMemory(pid),
    cpuSeconds: () => readCpuSeconds(pid),
    async close() {
      const ended = once(child, "exit");
      child.stdin?.end();
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<{ port: number }> {
  if (child.stdout === null) throw new Error("the gateway's process has no output");
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`the gateway ended with ${code}`)));
  ended.catch(() => undefined);
  const [line] = await Promise.race([once(lines, "line"), ended]);
  return JSON.parse(String(line));
}

function readMemory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
}

/** Seconds of processor time that a process has used (Linux, proc(5)). */
export function readCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  // User and system time, in the hundredths of a second that Linux shows.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
