import { describe, expect, test } from "vitest";
import { PRIVACY_LEVELS, type PrivacyLevel } from "../../src/contract/preferences.ts";
import { prepare } from "../../src/worker/prepare.ts";
import { jpegWithExif, jpegWithoutPosition } from "../helpers/images.ts";

const prepared = async (bytes: Uint8Array, privacy: PrivacyLevel) =>
  prepare(new AbortController().signal, new Blob([Buffer.from(bytes)]), { privacy });

describe("of a photograph with a position is told", () => {
  test.each([
    ["location", { removed: ["gps-exif"] }],
    ["all", { removed: ["gps-exif", "exif"] }],
    ["off", { removed: [], left: ["gps-exif"] }],
  ] as const)("at the level %s: %j", async (privacy, removal) => {
    const { bytes } = await jpegWithExif();
    const outcome = await prepared(bytes, privacy);
    expect(outcome.removal).toEqual(removal);
    expect(outcome.blob === undefined).toBe(privacy === "off");
  });
});

test.each(PRIVACY_LEVELS)("of one without a position, none is told of at the level %s", async (privacy) => {
  const { bytes } = await jpegWithoutPosition();
  const { removal } = await prepared(bytes, privacy);
  expect(removal).toEqual({ location: { removed: [] }, all: { removed: ["exif"] }, off: undefined }[privacy]);
});
