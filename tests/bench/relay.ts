import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCpuSeconds, startGatewayProcess } from "../gateway/gateway-process.ts";
import { ensureNginx, freePort } from "../gateway/nginx.ts";
import { buildGateway } from "./relay-build.ts";
import { byNginx, byRelay, makeFile, signAll, uploadAll, type Way } from "./relay-load.ts";
import { median, spread, verdict } from "./relay-statistics.ts";
import { startUpstream } from "./relay-upstream-process.ts";

/*
 * The relay against nginx's proxy_pass with buffering off, to the same upstream, in turns: one large file, and 500 of
 * 100 KiB over six connections as a browser has them. And how much the gateway's memory grows meanwhile.
 *
 *   npm run bench:relay -- [--upstream third-party|store|blind] [--rounds 5] [--large 1024]
 */

const MIB = 1024 ** 2;
const SMALL_FILES = 500;
const SMALL_SIZE = 100 * 1024;
const BROWSER_CONNECTIONS = 6;
const WARM_UP_SIZE = 64 * MIB;
const WARM_UP_FILES = 250;
/** V8 goes on compiling for about so many small files; nginx is compiled already, and a gateway runs for weeks. */
const COMPILING_FILES = 3000;
const RATIO_AIM = 0.9;
const GROWTH_AIM = 32 * MIB;

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { upstream: text, rounds: text, large: text } });
const upstreamKind = values.upstream ?? "third-party";
const rounds = Number(values.rounds ?? 5);
const largeSize = Number(values.large ?? 1024) * MIB;

const upstream = await startUpstream(upstreamKind);
const built = await buildGateway();
const settings = { ...upstream.environment, MAX_FILE_SIZE: "2GB", RATE_LIMIT: "off" };
const gateway = await startGatewayProcess(settings, built.script);
const nginx = await startPlainNginx(upstream.origin);
const ways = [byRelay(gateway.port, gateway.pid), byNginx(nginx.port, nginx.pid)];
try {
  await measure("warm-up, large", 1, 1, WARM_UP_SIZE, 1);
  await measure("warm-up, small", 1, WARM_UP_FILES, SMALL_SIZE, BROWSER_CONNECTIONS);
  const before = gateway.memory().peak;
  console.log(`the gateway's memory after the warm-up: ${mib(before)}`);
  await measure(
    "warm-up, small, until all is compiled",
    COMPILING_FILES / SMALL_FILES,
    SMALL_FILES,
    SMALL_SIZE,
    BROWSER_CONNECTIONS,
  );
  sayMemory(before);
  await measure(`one file of ${largeSize / MIB} MiB`, rounds, 1, largeSize, 1);
  sayMemory(before);
  await measure(`${SMALL_FILES} files of 100 KiB`, rounds, SMALL_FILES, SMALL_SIZE, BROWSER_CONNECTIONS);
  sayMemory(before);
} finally {
  await gateway.close();
  await nginx.close();
  await upstream.close();
  await built.remove();
}

async function measure(name: string, times: number, count: number, size: number, lanes: number): Promise<void> {
  const seconds = new Map<Way, number[]>(ways.map((way) => [way, []]));
  const cpu = new Map<Way, number[][]>(ways.map((way) => [way, []]));
  for (let round = 0; round < times; round += 1) {
    // Each goes first as often as the other.
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const files = Array.from({ length: count }, () => makeFile(size));
      const signed = await signAll(gateway.port, files, lanes);
      const pids = [way.pid, process.pid, upstream.pid];
      const before = pids.map(readCpuSeconds);
      seconds.get(way)?.push(await uploadAll(way, signed, lanes));
      const mebibytes = (count * size) / MIB;
      cpu.get(way)?.push(pids.map((pid, i) => ((readCpuSeconds(pid) - (before[i] ?? 0)) * 1000) / mebibytes));
    }
  }
  const [relay = [], plain = []] = [...seconds.values()];
  const rate = (each: readonly number[]) => ((count * size) / MIB / median(each)).toFixed(0);
  const ratios = relay.map((value, i) => (plain[i] ?? Number.NaN) / value);
  console.log(`${name}, upstream ${upstreamKind}, ${times} rounds`);
  console.log(`  relay ${rate(relay)} MiB/s (${spread(relay)} s), nginx ${rate(plain)} MiB/s (${spread(plain)} s)`);
  for (const [way, used] of cpu) {
    const [own, client, store] = [0, 1, 2].map((i) => median(used.map((each) => each[i] ?? Number.NaN)).toFixed(2));
    console.log(`  processor time per MiB: ${way.name} ${own} ms; client ${client} ms, upstream ${store} ms`);
  }
  const ratio = median(ratios);
  console.log(`  ratio ${ratio.toFixed(2)} (median of the rounds, spread ${spread(ratios)})`);
  if (times > 1) console.log(`  ${verdict(`at least ${RATIO_AIM} of nginx`, ratio >= RATIO_AIM)}`);
}

function sayMemory(before: number): void {
  const grown = gateway.memory().peak - before;
  console.log(`  the gateway's memory: ${mib(grown)} more than after the warm-up, at its highest so far`);
  console.log(`  ${verdict(`less than ${mib(GROWTH_AIM)} more`, grown < GROWTH_AIM)}`);
}

async function startPlainNginx(origin: string) {
  const [dir, port] = [await mkdtemp(join(tmpdir(), "cosdrop-bench-nginx-")), await freePort()];
  const { host } = new URL(origin);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  );
  const conf = `user root; daemon off; worker_processes 1; pid ${dir}/pid; events { worker_connections 1024; }
    http { access_log off; ${temporary.join(" ")} upstream u { server ${host}; keepalive 16; }
      server { listen 127.0.0.1:${port}; client_max_body_size 0; location / {
        proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host ${host};
        proxy_request_buffering off; proxy_buffering off; } } }`;
  await writeFile(join(dir, "nginx.conf"), conf);
  const child = spawn(ensureNginx(), ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error.log")], {
    stdio: "inherit",
  });
  await new Promise((go) => setTimeout(go, 500));
  // The worker carries the bytes; the first process only watches it.
  const worker = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0]);
  return {
    port,
    pid: worker,
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
