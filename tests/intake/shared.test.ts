import { afterEach, expect, test, vi } from "vitest";
import { SHARE_NAME_HEADER, SHARED_SEARCH } from "../../src/contract/share.ts";
import { takeShared } from "../../src/platform/offline.ts";

afterEach(() => vi.unstubAllGlobals());

/** A page that a share has opened, with these answers in the share's cache. */
function openShared(answers: readonly Response[]): Map<string, Response> {
  const kept = new Map(answers.map((answer, at) => [`https://up.example/share/${at}`, answer]));
  const cache = {
    keys: async () => [...kept.keys()].map((url) => new Request(url)),
    match: async ({ url }: Request) => kept.get(url),
    delete: async ({ url }: Request) => kept.delete(url),
  };
  vi.stubGlobal("location", { search: SHARED_SEARCH });
  vi.stubGlobal("history", { replaceState: () => undefined });
  vi.stubGlobal("caches", { open: async () => cache });
  return kept;
}

const shared = (name: string, body: BodyInit = "picture") =>
  new Response(body, { headers: { [SHARE_NAME_HEADER]: encodeURIComponent(name) } });

test("a shared picture whose bytes the browser has lost takes no other one with it", async () => {
  const lost = new ReadableStream({ start: (controller) => controller.error(new TypeError("gone")) });
  const kept = openShared([shared("第一.png"), shared("lost.png", lost), shared("third.png")]);
  const candidates = await takeShared();
  expect(candidates.map(({ kind, name }) => [kind, name])).toEqual([
    ["file", "第一.png"],
    ["unreadable", "lost.png"],
    ["file", "third.png"],
  ]);
  // Taken once, or it would come back with the next share.
  expect(kept.size).toBe(0);
});
