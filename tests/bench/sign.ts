import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { type GatewayProcess, startGatewayProcess } from "../gateway/gateway-process.ts";
import { fileOf, signPath } from "../gateway/start.ts";
import { buildGateway } from "./relay-build.ts";
import { median, spread, verdict } from "./relay-statistics.ts";
import { startUpstream } from "./relay-upstream-process.ts";

/*
 * How many signatures a second one core gives, in the modes that sign here; in one's own bucket with and without asking
 * it first whether the object is there. The load is wrk's, over kept connections. Two numbers: signatures by the clock,
 * and by the processor time that the gateway used, which is what one core does when nobody else is on it. A bare Node
 * server that answers as many bytes, in the same run, says how fast the machine is: it is the most that any of ours
 * could reach. Another one asks the bucket first by Node's own client, unsigned and over kept connections, and looks at
 * nothing but the end of what it says.
 *
 *   npm run bench:sign -- [--rounds 5] [--seconds 4] [--connections 32]
 */

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { rounds: text, seconds: text, connections: text } });
const rounds = Number(values.rounds ?? 5);
const seconds = Number(values.seconds ?? 4);
const connections = Number(values.connections ?? 32);
ensureWrk();

/** Signatures a second of one core, in the modes that sign without asking anybody. */
const AIM = 10_000;
const BARE = "bare Node";
const BARE_ASKING = "bare Node, with a HEAD";

const bucket = await startUpstream("store");
const path = signPath(fileOf("the bench's file"), "image/png");
const built = await buildGateway();
const start = (settings: Record<string, string>) =>
  startGatewayProcess({ ...settings, RATE_LIMIT: "off" }, built.script);
const servers: Record<string, GatewayProcess> = {
  [BARE]: await startGatewayProcess({}, await bareScript()),
  [BARE_ASKING]: await startGatewayProcess({ UPSTREAM: bucket.origin }, await bareScript()),
  embedded: await start({}),
  "own bucket, direct, EXISTS_CHECK=off": await start({ ...bucket.environment, UPLOAD_ROUTE: "direct" }),
  "own bucket, relay, EXISTS_CHECK=off": await start(bucket.environment),
  "own bucket, direct, EXISTS_CHECK=on": await start({
    ...bucket.environment,
    UPLOAD_ROUTE: "direct",
    EXISTS_CHECK: "on",
  }),
};
const byClock = new Map<string, number[]>();
const byCore = new Map<string, number[]>();
try {
  for (const server of Object.values(servers)) await load(server);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, server] of Object.entries(servers)) {
      const before = server.cpuSeconds();
      const { requests, rate } = await load(server);
      byClock.set(name, [...(byClock.get(name) ?? []), rate]);
      byCore.set(name, [...(byCore.get(name) ?? []), requests / (server.cpuSeconds() - before)]);
    }
  }
  const bare = median(byCore.get(BARE) ?? []);
  for (const name of Object.keys(servers)) {
    const [clock = [], core = []] = [byClock.get(name), byCore.get(name)];
    const ratio = (median(core) / bare).toFixed(2);
    console.log(`${name}: ${Math.round(median(core))} a second of one core (${spread(core)}), ${ratio} of bare Node`);
    console.log(`  by the clock ${Math.round(median(clock))} a second (${spread(clock)}), ${rounds} rounds`);
    if (name !== BARE && name !== BARE_ASKING)
      console.log(`  ${verdict(`at least ${AIM} a second of one core`, median(core) >= AIM)}`);
  }
} finally {
  for (const server of Object.values(servers)) await server.close();
  await bucket.close();
  await built.remove();
}

/** Installs Debian's wrk where there is none and this process may. */
function ensureWrk(): void {
  const path = "/usr/bin/wrk";
  if (!existsSync(path) && process.platform === "linux" && process.getuid?.() === 0) {
    execFileSync("apt-get", ["update"], { stdio: "inherit" });
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "wrk"], { stdio: "inherit" });
  }
  if (!existsSync(path)) throw new Error("No wrk was found: install it (Debian: apt-get install wrk).");
}

/** A server that does nothing but answer, with as many bytes as a signature has; with UPSTREAM, after asking there. */
async function bareScript(): Promise<string> {
  const script = join(built.dir, "bare.mjs");
  await writeFile(
    script,
    `import { Agent, createServer, request } from "node:http";
     const body = JSON.stringify({ data: "x".repeat(1000) });
     const agent = new Agent({ keepAlive: true, scheduling: "lifo" });
     const { hostname, port } = new URL(process.env.UPSTREAM ?? "http://localhost");
     const server = createServer((req, res) => {
       const answer = () => {
         res.writeHead(200, { "content-type": "application/json", "content-length": body.length });
         res.end(body);
       };
       if (process.env.UPSTREAM === undefined) answer();
       else request({ hostname, port, method: "HEAD", path: "/nothing", agent }, (said) => said.resume().once("end", answer)).end();
     }).listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
     process.stdin.resume().once("end", () => process.exit(0));`,
  );
  return script;
}

async function load({ origin }: GatewayProcess): Promise<{ requests: number; rate: number }> {
  const args = ["-t", "1", "-c", String(connections), "-d", `${seconds}s`, `${origin}${path}`];
  const { stdout } = await promisify(execFile)("wrk", args);
  if (/Non-2xx/.test(stdout)) throw new Error(stdout);
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1]);
  return { requests: number(/(\d+) requests in/), rate: number(/Requests\/sec:\s+([\d.]+)/) };
}
