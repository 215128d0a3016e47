import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startThirdParty, type ThirdParty } from "../third-party/third-party.ts";
import { askTicket, openPut } from "./relay-client.ts";
import { fileOf, send, startTestGateway, type TestGateway } from "./start.ts";

describe("an upload that its client gives up", () => {
  let third: ThirdParty;
  let gateway: TestGateway;
  beforeAll(async () => {
    third = await startThirdParty();
    gateway = await startTestGateway(third.environment);
  });
  afterAll(async () => {
    await gateway.close();
    await third.close();
  });

  const file = fileOf(randomBytes(3_000_000));
  const metrics = async () => (await send(gateway.port, { path: "/metrics" })).text;
  const lines = () =>
    gateway
      .log()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  const uploadLines = () => lines().filter(({ msg, path }) => msg === "request" && path === "/upload/[ticket]");

  test("is one line that says why and names no status, counts as aborted, and not as unreadable", async () => {
    const socket = await openPut(gateway.port, await askTicket(gateway.origin, file), file.size);
    socket.write(file.bytes.subarray(0, 1_000_000));
    await expect.poll(metrics).toContain("cosdrop_relays_under_way 1\n");
    socket.destroy();

    await expect.poll(uploadLines).toHaveLength(1);
    expect(uploadLines()[0]).toMatchObject({ reason: "length_mismatch", aborted: true });
    expect(uploadLines()[0]).not.toHaveProperty("status");
    expect(gateway.log()).not.toContain("unreadable request");
    const counted = await metrics();
    expect(counted).not.toMatch(/^cosdrop_unreadable_requests_total\{/m);
    expect(counted).toContain(
      'cosdrop_requests_total{endpoint="upload",status="aborted",reason="length_mismatch"} 1\n',
    );
  });

  test("after it was refused is no unreadable request either", async () => {
    const socket = await openPut(gateway.port, "/tool/unknown", file.size);
    socket.write(file.bytes.subarray(0, 1_000_000));
    await once(socket, "data");
    socket.end();
    await once(socket, "close");

    expect(lines().find(({ path }) => path === "/tool/unknown")).toMatchObject({ status: 404, reason: "not_found" });
    expect(gateway.log()).not.toContain("unreadable request");
    expect(await metrics()).not.toMatch(/^cosdrop_unreadable_requests_total\{/m);
  });
});
