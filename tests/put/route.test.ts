import { describe, expect, test } from "vitest";
import type { PublicConfig } from "../../src/contract/config.ts";
import type { SignData } from "../../src/contract/sign.ts";
import { type ConfigSource, chooseRoute } from "../../src/platform/put-route.ts";

const never = new AbortController().signal;
const GRANT: SignData = {
  url: "https://store.example/p/a.png",
  method: "PUT",
  header: { Host: "store.example", Authorization: "signed", "x-cos-forbid-overwrite": "true" },
  CDN: "https://cdn.example/p/a.png",
};
const configOf = (...uploadOrigins: string[]): PublicConfig => ({
  mode: "bucket",
  uploadOrigins,
  policy: { accept: ["image/png"], maxFileSize: 1 },
  tokenRequired: false,
  embedOrigins: [],
});

/** A gateway that named `known` when the page asked, and names `now` since; counts how often it is asked again. */
function sourceOf(known: PublicConfig, now: PublicConfig): ConfigSource & { asked: number } {
  return {
    asked: 0,
    config: async () => known,
    async freshConfig() {
      this.asked += 1;
      return now;
    },
  };
}

describe("a signed PUT", () => {
  test("goes to a store that the gateway names, with the headers that a page may set", async () => {
    const source = sourceOf(configOf("https://store.example"), configOf());
    expect(await chooseRoute(never, GRANT, source)).toEqual({
      url: GRANT.url,
      headers: { Authorization: "signed", "x-cos-forbid-overwrite": "true" },
    });
    expect(source.asked).toBe(0);
  });

  test("goes to a store that the gateway has named only since the page asked", async () => {
    const source = sourceOf(configOf("https://old.example"), configOf("https://store.example"));
    expect((await chooseRoute(never, GRANT, source)).url).toBe(GRANT.url);
    expect(source.asked).toBe(1);
  });

  test("goes nowhere else, asked once more or not", async () => {
    const source = sourceOf(configOf("https://old.example"), configOf("https://old.example"));
    await expect(chooseRoute(never, GRANT, source)).rejects.toMatchObject({
      failure: { code: "sign_destination_refused", detail: "https://store.example" },
    });
    expect(source.asked).toBe(1);
  });

  test("goes through the relay where that is offered, whoever the store is", async () => {
    const source = sourceOf(configOf(), configOf());
    const grant = { ...GRANT, relay: "/upload/ticket" };
    expect(await chooseRoute(never, grant, source)).toEqual({ url: "/upload/ticket", headers: {} });
    expect(source.asked).toBe(0);
  });
});
