import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStore } from "../../src/store/server.ts";
import { startThirdParty } from "../third-party/third-party.ts";

/*
 * The upstream of the relay's bench, in a process of its own. `third-party` checks signature and MD5 and forgets the
 * bytes; `store` is the embedded store, which writes them to the disk as well; `blind` reads and forgets, which is nearest
 * to a store that has a machine of its own. Says the variables that point a gateway
 * to it, as JSON; ends with its input.
 */

const KEY = { secretId: "AKIDbench", secretKey: "bench" };

interface BenchUpstream {
  readonly environment: object;
  close(): Promise<void>;
}

async function startUpstream(kind: string): Promise<BenchUpstream> {
  if (kind === "third-party") return startThirdParty({ forgetBytes: true });
  if (kind === "blind") return startBlind();
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-bench-"));
  const store = await startStore({
    dir,
    host: "127.0.0.1",
    port: 0,
    credentials: KEY,
    allowedOrigins: [],
    maxObjectSize: 2 * 1024 ** 3,
    limits: { closeGraceMs: 0 },
  });
  return {
    environment: bucketAt(`http://127.0.0.1:${store.port}`),
    async close() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startBlind(): Promise<BenchUpstream> {
  const server = createServer((req, res) => {
    req.resume().once("end", () => res.writeHead(200, { "content-length": 0 }).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    environment: bucketAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const bucketAt = (endpoint: string) => ({
  COS_BUCKET: "bench-1250000000",
  COS_REGION: "ap-guangzhou",
  COS_SECRET_ID: KEY.secretId,
  COS_SECRET_KEY: KEY.secretKey,
  COS_ENDPOINT: endpoint,
  UPLOAD_ROUTE: "relay",
  EXISTS_CHECK: "off",
});

const upstream = await startUpstream(process.argv[2] ?? "third-party");
process.stdout.write(`${JSON.stringify(upstream.environment)}\n`);
process.stdin.resume().once("end", async () => {
  await upstream.close();
  process.exit(0);
});
