import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import type {
  EmbedConfig,
  EmbedResult,
  EmbedTheme,
  EmbedToken,
  FramePayload,
} from "../../src/contract/embed-messages.ts";
import type * as Sdk from "../../src/embed/sdk/embed.d.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** Optional fields in two spellings of "may be absent". */
type Loose<T> = { [Key in keyof T]?: T[Key] | undefined };

test("the served types say the same as the schemas", () => {
  expectTypeOf<FramePayload<"file:progress">>().toEqualTypeOf<Sdk.EventMap["progress"]>();
  expectTypeOf<FramePayload<"file:added">>().toExtend<Sdk.FileFacts>();
  expectTypeOf<FramePayload<"file:rejected">>().toExtend<Sdk.EventMap["rejected"]>();
  expectTypeOf<Loose<FramePayload<"file:error">>>().toExtend<Loose<Sdk.EventMap["error"]>>();
  expectTypeOf<keyof EmbedResult>().toEqualTypeOf<keyof Sdk.UploadResult>();
  expectTypeOf<keyof EmbedConfig>().toEqualTypeOf<keyof Sdk.UploadConfig>();
  expectTypeOf<keyof EmbedTheme>().toEqualTypeOf<keyof Sdk.Theme>();
  expectTypeOf<Loose<Sdk.ThemeTokens>>().toExtend<Loose<NonNullable<EmbedTheme["tokens"]>>>();
  expectTypeOf<keyof EmbedToken>().toEqualTypeOf<keyof Sdk.AccessToken>();
});

const HOST = `
import { mount, pick, type CosdropError, type Theme, type UploadResult } from "./embed.js";
const uploader = mount("#cover", {
  accept: "image/*",
  multiple: false,
  onDone: (file) => console.log(file.url.toUpperCase(), file.formats.markdown),
  onProgress: ({ loaded, total }) => loaded / total,
  token: async () => ({ value: "t", expiresAt: Date.now() }),
});
const stop: () => void = uploader.on("idle", ({ results }) => results.map(({ md5 }) => md5));
const picked: UploadResult[] = await pick({ locale: "en" });
uploader.ready.catch((error: CosdropError) => error.code === "no-answer");
// A component hands on what it was given: constants, and properties that were left out.
const ACCEPT = ["image/png", ".webp"] as const;
const field = (props: { accept?: string; title?: string; theme?: Theme; onDone?: (file: UploadResult) => void }) =>
  mount("#field", { accept: props.accept, title: props.title, theme: props.theme, onDone: props.onDone });
field({}).configure({ accept: ACCEPT, maxFiles: undefined, formats: ["url"] as const });
uploader.retry(picked.map(({ id }) => id) as readonly string[]);
// @ts-expect-error: there is no such event
uploader.on("finished", () => undefined);
// @ts-expect-error: a size is a number
mount("#cover", { maxBytes: "1MB" });
stop();
picked.length;
export {};
`;

test("a strict host compiles against /embed.d.ts alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "embed-types-"));
  try {
    await cp(join(ROOT, "src/embed/sdk/embed.d.ts"), join(folder, "embed.d.ts"));
    await writeFile(join(folder, "host.ts"), HOST);
    const options = [
      "--noEmit",
      "--ignoreConfig",
      "--moduleResolution",
      "bundler",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--module",
      "esnext",
      "--target",
      "es2022",
    ];
    const said = await runCompiler([
      ...options,
      "--lib",
      "es2022,dom,dom.iterable",
      "--types",
      "",
      join(folder, "host.ts"),
    ]);
    expect(said).toBe("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function runCompiler(args: readonly string[]): Promise<string> {
  try {
    return execFileSync(join(ROOT, "node_modules/.bin/tsc"), args, { encoding: "utf8" }).trim();
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  }
}
