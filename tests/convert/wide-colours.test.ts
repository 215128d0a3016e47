import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { isDisplayP3, toSrgb } from "../../src/worker/convert/wide-colours.ts";
import { heic } from "../helpers/heic.ts";

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const text = (latin1: string) => Buffer.from(latin1, "latin1");
const withColours = (...colr: Buffer[]) =>
  new Uint8Array(
    Buffer.concat([
      box("ftyp", text("heic\0\0\0\0mif1heic")),
      box("meta", Buffer.alloc(4), box("iprp", box("ipco", box("ispe", Buffer.alloc(12)), box("colr", ...colr)))),
    ]),
  );

describe("the colours of a HEIC picture", () => {
  test.each([
    ["a profile names it in UTF-16", text("profmluc\0D\0i\0s\0p\0l\0a\0y\0 \0P\x003"), true],
    ["a profile names it in ASCII", text("profdesc\0Display P3\0"), true],
    ["its primaries are given by number", text("nclx\0\x0c\0\x0d\0\x06\x80"), true],
    ["a profile names another one", text("profmluc\0s\0R\0G\0B"), false],
    ["the numbers are those of sRGB", text("nclx\0\x01\0\x0d\0\x06\x80"), false],
  ])("are Display P3 or not where %s", (_where, colr, expected) => {
    expect(isDisplayP3(withColours(colr))).toBe(expected);
  });

  test("are not where nothing is said, and where the file is cut off", () => {
    const bytes = new Uint8Array(heic().bytes);
    expect(isDisplayP3(bytes)).toBe(false);
    expect(isDisplayP3(bytes.subarray(0, 300))).toBe(false);
  });
});

describe("Display P3 turned into sRGB", () => {
  test("gives the colours that a colour management of its own gives", async () => {
    const side = 16;
    const colours = Buffer.from(
      Array.from(
        { length: side * side * 3 },
        (_, at) => [(at * 7) % 256, (at * 29) % 256, (at * 53) % 256][at % 3] ?? 0,
      ),
    );
    const raw = { width: side, height: side, channels: 3 } as const;
    const wide = await sharp(colours, { raw }).withIccProfile("p3").png().toBuffer();
    const rgba = async (picture: Sharp) => new Uint8ClampedArray(await picture.ensureAlpha().raw().toBuffer());
    const expected = await rgba(sharp(wide));
    const pixels = await rgba(sharp(wide, { ignoreIcc: true }));
    const off = () => Math.max(...pixels.map((value, at) => Math.abs(value - (expected[at] ?? 0))));
    expect(off()).toBeGreaterThan(20);
    toSrgb(pixels);
    expect(off()).toBeLessThanOrEqual(3);
  });

  test("leaves greys and transparency alone, and stops at the ends of sRGB", () => {
    const greys = Uint8ClampedArray.from({ length: 1024 }, (_, at) => (at % 4 === 3 ? 255 - (at >> 2) : at >> 2));
    const turned = greys.slice();
    toSrgb(turned);
    expect(turned).toEqual(greys);
    const purest = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 128);
    toSrgb(purest);
    expect([...purest]).toEqual([255, 0, 0, 255, 0, 255, 0, 128]);
  });
});
