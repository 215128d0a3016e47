import { writeFile } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { CREDENTIALS, getObject, objectFile, openStore, putObject, send, temporaryDirectory } from "./helpers.ts";
import { outcomeOf, spawnStoreMain, startStoreProcess } from "./store-process.ts";

describe("the store's command line", () => {
  test("starts a store that takes what its flags and variables say, and ends on SIGTERM", async () => {
    const dir = await temporaryDirectory();
    const args = ["--origin", "http://a.example", "--origin", "http://b.example", "--max-object-size", "3"];
    const store = await startStoreProcess(dir, args);
    expect((await putObject(store, { key: "k", body: "abc" })).status).toBe(200);
    expect((await putObject(store, { key: "k", body: "abcd" })).code).toBe("EntityTooLarge");
    for (const Origin of ["http://a.example", "http://b.example"])
      expect((await getObject(store, "k", { Origin })).headers["access-control-allow-origin"]).toBe(Origin);
    expect((await send(store, { method: "GET", target: "/k", headers: { Host: "evil.example" } })).status).toBe(403);
    expect(await store.stop()).toBe(0);
  });

  test("logs what was wrong behind an answer that does not say it", async () => {
    const dir = await temporaryDirectory();
    const store = await startStoreProcess(dir);
    await putObject(store, { key: "k", body: "whole" });
    await writeFile(objectFile({ dir }, "k"), "no object");
    expect((await getObject(store, "k")).code).toBe("InternalError");
    await vi.waitFor(() => expect(store.said()).toContain("The object's file is damaged"));
  });

  test("makes up a key and prints it, when it is given none", async () => {
    const dir = await temporaryDirectory();
    const child = spawnStoreMain(["--port", "0", "--dir", dir]);
    const done = outcomeOf(child);
    const text = await new Promise<string>((resolve) => {
      let seen = "";
      child.stdout?.on("data", (piece: Buffer) => {
        seen += piece.toString();
        if (/COS_SECRET_KEY=.*\n/.test(seen)) resolve(seen);
      });
    });
    const [, port] = /:(\d+)\/\n/.exec(text) ?? [];
    const [, secretId = ""] = /^COS_SECRET_ID=(.+)$/m.exec(text) ?? [];
    const [, secretKey = ""] = /^COS_SECRET_KEY=(.+)$/m.exec(text) ?? [];
    const put = { key: "k", body: "b", credentials: { secretId, secretKey } };
    expect((await putObject({ port: Number(port) }, put)).status).toBe(200);
    expect((await putObject({ port: Number(port) }, { ...put, credentials: CREDENTIALS })).status).toBe(403);
    child.kill("SIGTERM");
    expect((await done).code).toBe(0);
  });

  test.each([
    [["--prot", "1"], "--prot"],
    [["--dir", "/dev/null/x"], "/dev/null/x"],
  ])("given %j ends with 1 and one sentence", async (args, named) => {
    const { code, out, err } = await outcomeOf(spawnStoreMain(args));
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(named);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("names the port that is in use", async () => {
    const store = await openStore();
    const child = spawnStoreMain(["--port", String(store.port), "--dir", await temporaryDirectory()]);
    const { code, err } = await outcomeOf(child);
    expect(code).toBe(1);
    expect(err).toContain(`port ${store.port}`);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("explains itself", async () => {
    const { code, out } = await outcomeOf(spawnStoreMain(["--help"]));
    expect(code).toBe(0);
    for (const flag of ["--port", "--dir", "--origin", "--secret-id", "--secret-key"]) expect(out).toContain(flag);
  });
});
