import { resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/gateway/config/config.ts";
import { ConfigError } from "../../src/gateway/config/mistakes.ts";

function mistakesOf(environment: Record<string, string>): ConfigError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("expected mistakes, and found none");
}

describe("with nothing set", () => {
  test("the embedded store runs on loopback, with the documented defaults", () => {
    expect(readConfig({})).toEqual({
      listen: { host: "127.0.0.1", port: 5173 },
      publicOrigin: undefined,
      mode: {
        kind: "embedded",
        store: { port: 9000, dir: resolve("data"), publicOrigin: undefined, maxBytes: undefined },
        keyPrefix: "songlist/p",
      },
      policy: {
        accept: ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"],
        maxFileSize: 104_857_600,
      },
      accessToken: undefined,
      rateLimit: { requests: 6000, seconds: 600 },
      dailyBytes: undefined,
      trustedProxies: [],
      ticketSecret: undefined,
      stopTimeoutMs: 30_000,
      embedOrigins: [],
      corsOrigins: [],
    });
  });

  test("a variable that is set to nothing counts as not set", () => {
    expect(readConfig({ PORT: "", ACCEPT: " ", SIGN_API_URL: "" })).toEqual(readConfig({}));
  });
});

describe("a value", () => {
  test.each([
    ["100MB", 104_857_600],
    ["100 mb", 104_857_600],
    ["1GiB", 1_073_741_824],
    ["1.5k", 1536],
    ["4096", 4096],
    ["7B", 7],
    ["5GB", 5 * 1024 ** 3],
  ])("MAX_FILE_SIZE=%s is %i bytes", (text, bytes) => {
    expect(readConfig({ MAX_FILE_SIZE: text }).policy.maxFileSize).toBe(bytes);
  });

  test("TICKET_SECRET may have 32 characters", () => {
    expect(readConfig({ TICKET_SECRET: "x".repeat(32) }).ticketSecret).toBe("x".repeat(32));
  });

  test("lists are split at commas and spaces, made alike and kept once", () => {
    const { policy, embedOrigins } = readConfig({
      ACCEPT: "image/PNG, image/png  image/gif,",
      EMBED_ORIGINS: "https://Admin.example/ https://admin.example:443",
    });
    expect(policy.accept).toEqual(["image/png", "image/gif"]);
    expect(embedOrigins).toEqual(["https://admin.example"]);
  });
});

describe("a mistake", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["HOST", "http://x"],
    ["PUBLIC_URL", "up.example"],
    ["PUBLIC_URL", "https://up.example/path"],
    ["PUBLIC_URL", "https://user:pw@up.example"],
    ["PUBLIC_URL", "ftp://up.example"],
    ["STORE_PORT", "x"],
    ["STORE_PUBLIC_URL", "//img.example"],
    ["STORE_DIR", "~/pictures"],
    ["STORE_DIR", "~"],
    ["STORE_DIR", "/srv/pictures "],
    ["STORE_DIR", "/srv/pictures\r"],
    ["STORE_MAX_BYTES", "0"],
    ["STORE_MAX_BYTES", "much"],
    ["COS_KEY_PREFIX", "/songlist"],
    ["COS_KEY_PREFIX", "../x"],
    ["ACCEPT", "png"],
    ["ACCEPT", "image/*"],
    ["ACCEPT", "image/svg+xml"],
    ["ACCEPT", ","],
    ["MAX_FILE_SIZE", "big"],
    ["MAX_FILE_SIZE", "0"],
    ["MAX_FILE_SIZE", "5.1GB"],
    ["MAX_FILE_SIZE", "99999999999999999999"],
    ["EMBED_ORIGINS", "*"],
    ["EMBED_ORIGINS", "https://*.example.com"],
    ["EMBED_ORIGINS", "https://a.example; script-src *"],
    ["EMBED_ORIGINS", "https://a.example; https://b.example"],
    ["EMBED_ORIGINS", "https://a.example%3bscript-src"],
    ["CORS_ORIGINS", "https://a.example'"],
    ["CORS_ORIGINS", "null"],
    ["CORS_ORIGINS", "https://ok.example https://not ok"],
    ["ACCESS_TOKEN", "two words"],
    ["SIGN_API_URL", "api.example/tool/cos/sign"],
    ["SIGN_API_URL", "https://user:pw@api.example/sign"],
    ["SIGN_API_URL", "https://api.example/sign?key=1"],
    ["SIGN_API_URL", "http://api.example/sign"],
    ["RATE_LIMIT", "many"],
    ["RATE_LIMIT", "0/m"],
    ["RATE_LIMIT", "10/d"],
    ["DAILY_BYTES", "0"],
    ["TRUST_PROXY", "nginx"],
    ["TRUST_PROXY", "10.0.0.0/33"],
    ["STOP_TIMEOUT", "1m"],
    ["TICKET_SECRET", "x".repeat(31)],
  ])("in %s=%s names the variable, says what is wrong and what to give", (variable, value) => {
    const { mistakes } = mistakesOf({ [variable]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.variable).toBe(variable);
    expect(mistakes[0]?.problem).toContain(variable);
    expect(mistakes[0]?.fix).toMatch(/^Give .+\.$/);
  });

  test.each([
    [{ PORT: "9000" }, "STORE_PORT"],
    [{ PUBLIC_URL: "https://up.example" }, "STORE_PUBLIC_URL"],
    [{ PUBLIC_URL: "https://up.example", STORE_PUBLIC_URL: "http://img.example" }, "STORE_PUBLIC_URL"],
    [{ PUBLIC_URL: "https://up.example", STORE_PUBLIC_URL: "https://up.example" }, "STORE_PUBLIC_URL"],
    [{ PUBLIC_URL: "http://up.example", STORE_PORT: "0" }, "STORE_PORT"],
    [{ PUBLIC_URL: "https://up.example", STORE_PUBLIC_URL: "http://127.0.0.1:9000" }, "STORE_PUBLIC_URL"],
    [{ PUBLIC_URL: "http://up.example:9000" }, "STORE_PORT"],
    [{ DAILY_BYTES: "50MB" }, "DAILY_BYTES"],
    [{ STORE_MAX_BYTES: "1GB", MAX_FILE_SIZE: "1.001GB" }, "STORE_MAX_BYTES"],
    [{ SIGN_API_URL: "https://api.example/sign", DAILY_BYTES: "1MB" }, "DAILY_BYTES"],
    [{ STORE_PUBLIC_URL: "http://127.0.0.1:5173" }, "STORE_PUBLIC_URL"],
    [{ PUBLIC_URL: "http://localhost:8080", STORE_PUBLIC_URL: "http://127.0.0.1:8080" }, "STORE_PUBLIC_URL"],
    [{ SIGN_API_URL: "http://127.0.0.1:5173/tool/cos/sign" }, "SIGN_API_URL"],
    [{ SIGN_API_URL: "http://localhost:8080/tool/cos/sign", PORT: "8080", RELAY_HOSTS: "img.example" }, "SIGN_API_URL"],
    [{ SIGN_API_URL: "https://up.example/tool/cos/sign", PUBLIC_URL: "https://up.example" }, "SIGN_API_URL"],
  ])("of values that contradict each other is found: %j", (environment, variable) => {
    expect(mistakesOf(environment).mistakes.map((mistake) => mistake.variable)).toEqual([variable]);
  });

  test.each([
    ["SIGN_API_URL", "https://me:canary@api.example/sign"],
    ["SIGN_API_URL", "https://api.example/sign?token=canary"],
    ["COS_ENDPOINT", "https://me:canary@bucket.example"],
    ["CORS_ORIGINS", "https://a.example, https://me:canary@b.example"],
  ])("%s=%s does not print the secret in it", (variable, value) => {
    const { message } = mistakesOf({ [variable]: value });
    expect(message).toContain(variable);
    expect(message).not.toContain("canary");
  });

  test.each([
    ["ACCESS_TOKEN", '"canary"'],
    ["COS_SECRET_KEY", "'canary'"],
    ["STORE_DIR", '"/srv/pictures"'],
  ])("%s in quotes, as Docker's --env-file hands it on, is told so, and a secret not shown", (variable, value) => {
    const { message, mistakes } = mistakesOf({ ...BUCKET, [variable]: value });
    expect(mistakes.map((mistake) => mistake.variable)).toEqual([variable]);
    expect(mistakes[0]?.problem).toContain("quotes");
    expect(message).not.toContain("canary");
  });

  test("of a budget below one file names both variables, and the sizes", () => {
    const { message } = mistakesOf({ DAILY_BYTES: "50MB" });
    expect(message).toContain("DAILY_BYTES is 50 MB, less than one file of MAX_FILE_SIZE (100 MB).");
    expect(mistakesOf({ DAILY_BYTES: "104857599" }).message).toContain("104857599 B, less than");
    const same = { DAILY_BYTES: "100MB", STORE_MAX_BYTES: "100MB" };
    expect(readConfig(same).dailyBytes).toBe(104_857_600);
  });

  test("does not hide the next one: all are listed at once", () => {
    const { message, mistakes } = mistakesOf({ PORT: "x", MAX_FILE_SIZE: "y", CORS_ORIGINS: "z" });
    expect(mistakes.map((mistake) => mistake.variable)).toEqual(["PORT", "MAX_FILE_SIZE", "CORS_ORIGINS"]);
    for (const { variable } of mistakes) expect(message).toContain(variable);
  });

  test.each(["ACCESS_TOKEN", "COS_SECRET_ID", "COS_SECRET_KEY", "COS_SESSION_TOKEN", "TICKET_SECRET"])(
    "in the secret %s is told without the secret",
    (variable) => {
      const error = mistakesOf({ [variable]: "canary 4711" });
      expect(inspect(error)).toContain(variable);
      expect(inspect(error)).not.toContain("canary");
    },
  );
});

const BUCKET = {
  COS_BUCKET: "pictures-1250000000",
  COS_REGION: "ap-guangzhou",
  COS_SECRET_ID: "AKIDexample",
  COS_SECRET_KEY: "example",
};

describe("the mode", () => {
  test("of one's own bucket has the bucket's own host for bytes and links", () => {
    expect(readConfig(BUCKET).mode).toEqual({
      kind: "bucket",
      origin: "https://pictures-1250000000.cos.ap-guangzhou.myqcloud.com",
      linkOrigin: "https://pictures-1250000000.cos.ap-guangzhou.myqcloud.com",
      credentials: { secretId: "AKIDexample", secretKey: "example", securityToken: undefined },
      keyPrefix: "songlist/p",
      route: "auto",
      existsCheck: true,
    });
  });

  test("of a third party keeps hosts and origins apart", () => {
    const SIGN_API_URL = "http://127.0.0.1:9100/tool/cos/sign";
    expect(readConfig({ SIGN_API_URL, RELAY_HOSTS: "*.Example.com, http://127.0.0.1:9100/" }).mode).toEqual({
      kind: "third-party",
      signApiUrl: SIGN_API_URL,
      hostPatterns: ["*.example.com"],
      namedOrigins: ["http://127.0.0.1:9100"],
    });
  });

  test("of a third party takes host names in any script, as browsers resolve them", () => {
    const { mode } = readConfig({
      SIGN_API_URL: "https://接口.example/sign",
      RELAY_HOSTS: "图片.example *.图片.example",
    });
    expect(mode).toMatchObject({
      signApiUrl: "https://xn--6orp08a.example/sign",
      hostPatterns: ["xn--wcsw84d.example", "*.xn--wcsw84d.example"],
    });
  });

  test("may have plain http to a host that the operator names twice, or that is a bucket's endpoint", () => {
    const signApi = { SIGN_API_URL: "http://sign.example/s", RELAY_HOSTS: "http://sign.example" };
    expect(readConfig(signApi).mode.kind).toBe("third-party");
    const endpoint = "http://minio.example:9000";
    expect(readConfig({ ...BUCKET, COS_ENDPOINT: endpoint }).mode).toMatchObject({ linkOrigin: endpoint });
  });

  test.each([
    [{ ...BUCKET, SIGN_API_URL: "https://api.example/sign" }, ["COS_BUCKET"]],
    [{ SIGN_API_URL: "https://api.example/sign", CDN_URL: "https://cdn.example" }, ["CDN_URL"]],
    [{ COS_BUCKET: BUCKET.COS_BUCKET }, ["COS_REGION", "COS_SECRET_ID", "COS_SECRET_KEY"]],
    [{ UPLOAD_ROUTE: "relay" }, ["COS_BUCKET", "COS_REGION", "COS_SECRET_ID", "COS_SECRET_KEY"]],
    [{ RELAY_HOSTS: "img.example.com" }, ["RELAY_HOSTS"]],
    [{ ...BUCKET, COS_BUCKET: "pictures" }, ["COS_BUCKET"]],
    [{ ...BUCKET, CDN_URL: "http://cdn.example" }, ["CDN_URL"]],
    [{ ...BUCKET, UPLOAD_ROUTE: "both" }, ["UPLOAD_ROUTE"]],
    [{ SIGN_API_URL: "https://api.example/sign", RELAY_HOSTS: "*" }, ["RELAY_HOSTS"]],
    [{ SIGN_API_URL: "https://api.example/sign", RELAY_HOSTS: "10.0.0.1" }, ["RELAY_HOSTS"]],
    [{ SIGN_API_URL: "https://api.example/sign", RELAY_HOSTS: "img.example/pictures" }, ["RELAY_HOSTS"]],
    [{ SIGN_API_URL: "https://api.example/sign", RELAY_HOSTS: "0x7f.1" }, ["RELAY_HOSTS"]],
    [{ SIGN_API_URL: "https://api.example/sign", RELAY_HOSTS: "*.0.0.1" }, ["RELAY_HOSTS"]],
  ])("cannot be chosen by %j", (environment, variables) => {
    expect(mistakesOf(environment).mistakes.map((mistake) => mistake.variable)).toEqual(variables);
  });
});

describe("links of one's own bucket", () => {
  const LOOPBACK = "http://127.0.0.1:9000";
  test.each([
    ["https://up.example", { COS_ENDPOINT: LOOPBACK }],
    ["http://up.example", { COS_ENDPOINT: LOOPBACK }],
    ["https://up.example", { COS_ENDPOINT: LOOPBACK, CDN_URL: "https://localhost:9443" }],
    ["https://up.example", { COS_ENDPOINT: "http://store.example" }],
    ["https://up.example", { COS_ENDPOINT: "http://store.example", CDN_URL: "http://store.example" }],
    ["https://localhost:8443", { COS_ENDPOINT: "http://store.example" }],
  ])("of a page at %s may not be those of %j", (PUBLIC_URL, more) => {
    const { mistakes } = mistakesOf({ ...BUCKET, PUBLIC_URL, ...more });
    expect(mistakes.map((mistake) => mistake.variable)).toEqual(["CDN_URL"]);
    expect(mistakes[0]?.problem).toContain("PUBLIC_URL");
    expect(mistakes[0]?.problem).toMatch(/^CDN_URL.* is .*\.$/);
  });

  test.each([
    ["https://up.example", { COS_ENDPOINT: LOOPBACK, CDN_URL: "https://cdn.example" }],
    ["http://up.example", { COS_ENDPOINT: "http://store.example" }],
    ["https://localhost:8443", { COS_ENDPOINT: LOOPBACK }],
    ["https://up.example", {}],
  ])("of a page at %s may be those of %j", (PUBLIC_URL, more) => {
    expect(readConfig({ ...BUCKET, PUBLIC_URL, ...more }).mode.kind).toBe("bucket");
  });
});
