import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { openFilesIn } from "../helpers/open-files.ts";
import { openStore, putObject, type TestStore } from "./helpers.ts";

/** More than the kernel takes from us for a client that does not read; bytes. */
const LARGE_BYTES = 24 * 1024 ** 2;

async function storeOfOne(): Promise<TestStore> {
  const store = await openStore({ maxObjectSize: LARGE_BYTES });
  await putObject(store, { key: "k", body: Buffer.alloc(LARGE_BYTES) });
  return store;
}

/** Asks for the large object so many times at once, and reads no more than the beginning of the first answer. */
async function askAndStall({ port }: TestStore, times: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  socket.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`.repeat(times));
  await once(socket, "data");
  socket.pause();
  return socket;
}

describe("a client that asks for an object many times at once", () => {
  test.skipIf(process.platform !== "linux")("has one file open, and none once it has left", async () => {
    const store = await storeOfOne();
    const socket = await askAndStall(store, 20);
    expect(openFilesIn(store.dir)).toBe(1);
    socket.destroy();
    await expect.poll(() => openFilesIn(store.dir)).toBe(0);
  });

  test("and leaves does not keep the store from closing", async () => {
    const store = await storeOfOne();
    const socket = await askAndStall(store, 20);
    socket.destroy();
    await store.close();
  });

  test("loses its connection before its questions fill the memory", async () => {
    const store = await storeOfOne();
    const socket = await askAndStall(store, 1);
    socket.write(`GET /k HTTP/1.1\r\nHost: 127.0.0.1:${store.port}\r\n\r\n`.repeat(1000));
    socket.resume();
    await once(socket, "close");
  });
});
