import { expect, test } from "vitest";
import { isSameContent, knownContent } from "../../src/engine/known-content.ts";
import { World } from "../engine/support/world.ts";

const digests = { md5: "0".repeat(32), sha1: "0".repeat(40) };
const blob = new Blob(["12345"]);
const converted = (size: number) => ({
  kind: "converted" as const,
  from: { type: "image/png", size },
  to: { type: "image/webp", size: 5 },
});

test("converted bytes are hashed anew, for the same size may come of other settings", () => {
  const prepared = { blob, type: "image/webp", conversion: converted(9) };
  const known = knownContent(prepared, digests);
  expect(known.conversion).toEqual(prepared.conversion);
  expect(isSameContent(known, prepared)).toBe(false);
});

test("a picture that was kept as it is need not be hashed again", () => {
  const prepared = { blob, type: "image/gif", conversion: { kind: "kept" as const, reason: "animated" as const } };
  expect(isSameContent(knownContent(prepared, digests), prepared)).toBe(true);
});

test("a picture of which something else could be taken out is not the same", () => {
  const prepared = { blob, type: "image/jpeg", removal: { removed: [], note: "malformed" as const } };
  const known = knownContent(prepared, digests);
  expect(isSameContent(known, prepared)).toBe(true);
  expect(isSameContent(known, { ...prepared, removal: { removed: [] } })).toBe(false);
  expect(isSameContent(known, { ...prepared, removal: { ...prepared.removal, removed: ["gps-exif"] } })).toBe(false);
});

test("of two files that become the same bytes, each row tells its own conversion", async () => {
  const world = new World();
  const bytes = world.blob(100, "same");
  world.preparer.script.push(
    (call) => call.resolve({ blob: bytes, type: "image/jpeg", conversion: converted(200) }),
    (call) => call.resolve({ blob: bytes, type: "image/jpeg", conversion: converted(300) }),
  );
  const [first = "", second = ""] = await world.add(world.candidate(200), world.candidate(300));
  expect(world.at(first, "done").result.conversion).toEqual(converted(200));
  expect(world.at(second, "done").result).toMatchObject({ deduped: true, conversion: converted(300) });
});
