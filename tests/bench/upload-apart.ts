import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStore } from "../../src/store/server.ts";
import { type RunningApp, startApp } from "../helpers/app-process.ts";

const BUCKET = { COS_BUCKET: "bench-1250000000", COS_REGION: "ap-guangzhou" };
const KEY = { secretId: "AKIDbench", secretKey: "bench" };

/**
 * The page before a bucket of its own, whose links are at a CDN's: store and links have one server here, and two origins,
 * for which a browser opens connections apart.
 */
export async function startApart(env: Record<string, string>): Promise<RunningApp> {
  const allowedOrigins: string[] = [];
  const storeDir = await mkdtemp(join(tmpdir(), "cosdrop-bench-"));
  const store = await startStore({
    dir: storeDir,
    host: "127.0.0.1",
    port: 0,
    credentials: KEY,
    allowedOrigins,
    maxObjectSize: 1024 ** 3,
    limits: { closeGraceMs: 0 },
  });
  const app = await startApp("built", {
    ...env,
    ...BUCKET,
    COS_SECRET_ID: KEY.secretId,
    COS_SECRET_KEY: KEY.secretKey,
    COS_ENDPOINT: `http://127.0.0.1:${store.port}`,
    CDN_URL: `http://localhost:${store.port}`,
    UPLOAD_ROUTE: "direct",
  });
  allowedOrigins.push(app.url);
  return {
    ...app,
    storeDir,
    async stop() {
      await app.stop();
      await store.close();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
}
