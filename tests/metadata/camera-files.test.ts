import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { removeMetadata } from "../../src/worker/metadata/remove-metadata.ts";

/*
 * Real photographs are nobody's to hand out, so they are not kept here: `CAMERA_FILES` names a folder of them.
 */

const FOLDER = process.env.CAMERA_FILES;
const REASON = "no real photographs: CAMERA_FILES names no folder";
const NAMES =
  FOLDER === undefined ? [] : readdirSync(FOLDER).filter((name) => /\.(jpe?g|png|webp|avif|hei[cf])$/i.test(name));

/** What a viewer makes of a file, or that it refuses it. */
async function seen(bytes: Uint8Array): Promise<unknown> {
  const picture = sharp(bytes, { failOn: "none" });
  const { icc, orientation } = await picture.metadata();
  const pixels = await picture
    .raw()
    .toBuffer()
    .catch(() => "no decoder here");
  return { icc: icc?.toString("base64"), orientation: orientation ?? 1, pixels: pixels.toString("base64") };
}

const holdsGps = async (bytes: Uint8Array): Promise<boolean> =>
  (await sharp(bytes, { failOn: "none" }).metadata()).exif?.includes(Buffer.from([0x88, 0x25])) === true;

describe.skipIf(FOLDER === undefined)(`real photographs${FOLDER === undefined ? ` (${REASON})` : ""}`, () => {
  test("are there", () => expect(NAMES.length).toBeGreaterThan(0));

  for (const mode of ["location", "all"] as const) {
    test.for(NAMES)(
      `%s keeps its pixels, orientation and colour profile, mode ${mode}`,
      { timeout: 120_000 },
      async (name) => {
        const bytes = readFileSync(join(FOLDER ?? "", name));
        const given = new Blob([bytes]);
        const { blob, removed, note } = await removeMetadata(given, mode);
        const result = Buffer.from(await blob.arrayBuffer());
        if (removed.length === 0) expect(blob).toBe(given);
        expect(await seen(result)).toEqual(await seen(bytes));
        if (note === undefined) expect((await removeMetadata(blob, "location")).removed).toEqual([]);
        if (note === undefined && mode === "all") expect(await holdsGps(result)).toBe(false);
      },
    );
  }
});
