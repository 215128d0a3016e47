import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { expect, test } from "vitest";
import { signRequest } from "../../src/cos/signature.ts";
import { CREDENTIALS, getObject, putObject, send, temporaryDirectory } from "./helpers.ts";
import { startStoreProcess } from "./store-process.ts";

const BODY_BYTES = 256 * 1024 ** 2;
/** Far below the body, far above what the runtime itself needs from one moment to the next. */
const MAX_GROWTH_BYTES = 96 * 1024 ** 2;

/** The most memory that a process has ever had resident, in bytes. */
async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}

test.skipIf(process.platform !== "linux")(
  "a large object goes in and out without passing through memory whole",
  async () => {
    const store = await startStoreProcess(await temporaryDirectory(), ["--max-object-size", String(BODY_BYTES)]);
    const warmUp = Buffer.alloc(4 * 1024 ** 2);
    await putObject(store, { key: "warm-up", body: warmUp });
    await getObject(store, "warm-up");
    const before = await peakMemory(store.pid);

    const now = Math.floor(Date.now() / 1000);
    const signed = { Host: `127.0.0.1:${store.port}`, "Content-Length": String(BODY_BYTES) };
    const times = { start: now - 60, end: now + 240 };
    const Authorization = signRequest({
      method: "PUT",
      path: "/big",
      query: {},
      headers: signed,
      ...CREDENTIALS,
      ...times,
    });
    const put = request({
      host: "127.0.0.1",
      port: store.port,
      method: "PUT",
      path: "/big",
      headers: { ...signed, Authorization },
    });
    const answered = once(put, "response");
    for (let sent = 0; sent < BODY_BYTES; sent += warmUp.length) if (!put.write(warmUp)) await once(put, "drain");
    put.end();
    const [answer] = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(200);

    const head = await send(store, { method: "HEAD", target: "/big" });
    expect(head.headers["content-length"]).toBe(String(BODY_BYTES));
    const got = await getObject(store, "big");
    expect(got.body).toHaveLength(BODY_BYTES);
    expect((await peakMemory(store.pid)) - before).toBeLessThan(MAX_GROWTH_BYTES);
  },
  // Of bytes that go to disk and back on a machine that does much else, in ms.
  60_000,
);
