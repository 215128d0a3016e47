import { expect, test } from "vitest";
import { animatedGif } from "../helpers/images.ts";
import { differences, holds, removed, seen } from "./pictures.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE, XMP_LONGITUDE, xmp } from "./xmp-builder.ts";

const HEAD_BYTES = 13;

/** Data in blocks of 255 bytes at most, and the empty one. */
function blocks(data: string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const part = Buffer.from(data.slice(at, at + 255), "latin1");
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

const application = (name: string, data: Buffer) =>
  Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from(name, "latin1"), data]);
const comment = (text: string) => Buffer.concat([Buffer.from([0x21, 0xfe]), blocks(text)]);
/** As it is, with the bytes behind it that lead whoever skips it to their end. */
const xmpBlock = (packet: string) =>
  application(
    "XMP DataXMP",
    Buffer.concat([
      Buffer.from(packet, "latin1"),
      Buffer.from([1, ...Array.from({ length: 255 }, (_, i) => 255 - i), 0, 0]),
    ]),
  );

/** An animation with these extensions behind its header and its table of colours. */
async function gifWith(...extensions: Buffer[]): Promise<Buffer> {
  const gif = (await animatedGif()).bytes;
  const flags = gif[10] ?? 0;
  const at = HEAD_BYTES + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  return Buffer.concat([gif.subarray(0, at), ...extensions, gif.subarray(at)]);
}

test("a GIF loses the position in its XMP, in place, and nothing else", async () => {
  const file = await gifWith(xmpBlock(GPS_ATTRIBUTES), comment("by Ann Li"));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["gps-xmp"], settled: true });
  expect(result.note).toBeUndefined();
  for (const secret of [XMP_LATITUDE, XMP_LONGITUDE]) expect(holds(result.bytes, secret)).toBe(false);
  for (const kept of ["A title", "by Ann Li", "NETSCAPE2.0"]) expect(holds(result.bytes, kept)).toBe(true);
  expect(result.bytes.length).toBe(file.length);
  const at = file.indexOf("XMP DataXMP");
  expect(differences(file, result.bytes).every((byte) => byte > at && byte < at + GPS_ATTRIBUTES.length + 11)).toBe(
    true,
  );
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("a GIF loses a comment that spells a position out", async () => {
  const file = await gifWith(comment("GPSLatitude=31.2304"), comment("a title"));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ removed: ["position-text"], settled: true });
  expect(holds(result.bytes, "31.2304")).toBe(false);
  expect(holds(result.bytes, "a title")).toBe(true);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("a GIF keeps of all its metadata what makes it move and its colours", async () => {
  const file = await gifWith(
    xmpBlock(GPS_ATTRIBUTES),
    comment("by Ann Li"),
    application("MGK8BIM0000", blocks("an editor's own")),
    application("ICCRGBG1012", blocks("a profile")),
  );
  const result = await removed(file, "all");
  expect(new Set(result.removed)).toEqual(new Set(["xmp", "text", "other"]));
  expect(result).toMatchObject({ settled: true });
  for (const gone of [XMP_LATITUDE, "A title", "by Ann Li", "an editor's own"])
    expect(holds(result.bytes, gone)).toBe(false);
  for (const kept of ["NETSCAPE2.0", "ICCRGBG1012"]) expect(holds(result.bytes, kept)).toBe(true);
  expect(await seen(result.bytes)).toEqual(await seen(file));
});

test("a GIF whose XMP is cut into blocks is not edited in place, and its row says so; all of it can go", async () => {
  const file = await gifWith(application("XMP DataXMP", blocks(GPS_ATTRIBUTES)));
  expect(await removed(file, "location")).toMatchObject({ same: true, removed: [], note: "unsupported" });
  const harmless = await gifWith(application("XMP DataXMP", blocks(xmp('dc:format="image/gif"'))));
  const kept = await removed(harmless, "location");
  expect(kept).toMatchObject({ same: true });
  expect(kept.note).toBeUndefined();
  expect(holds((await removed(file, "all")).bytes, "xpacket")).toBe(false);
});

test("a GIF whose XMP holds a zero, where what is skipped could end, stays as it is, and its row says so", async () => {
  const packets = Array.from({ length: 64 }, (_, i) => " ".repeat(i) + GPS_ATTRIBUTES.replace("A title", "A\0title"));
  /** Whoever takes the packet's bytes for lengths passes over its zero. */
  const skipsZero = (packet: string) => {
    let at = 0;
    while (at < packet.length && packet.charCodeAt(at) !== 0) at += 1 + packet.charCodeAt(at);
    return at >= packet.length;
  };
  const file = await gifWith(xmpBlock(packets.find(skipsZero) ?? ""));
  const result = await removed(file, "location");
  expect(result).toMatchObject({ same: true, removed: [], note: "unsupported" });
});

test("a GIF without metadata is the very same file, whole or cut off in a picture", async () => {
  const gif = (await animatedGif()).bytes;
  for (const bytes of [gif, gif.subarray(0, -1), gif.subarray(0, -30)]) {
    for (const mode of ["location", "all"] as const) {
      const result = await removed(bytes, mode);
      expect(result).toMatchObject({ same: true, removed: [] });
      expect(result.note).toBeUndefined();
    }
  }
});

test("a GIF without its trailer loses its metadata like any other", async () => {
  const file = (await gifWith()).subarray(0, -1);
  const result = await removed(Buffer.concat([file, comment("GPSLatitude=31.2304")]), "location");
  expect(result).toMatchObject({ removed: ["position-text"], settled: true });
  expect(result.note).toBeUndefined();
  expect(holds(result.bytes, "31.2304")).toBe(false);
});

test("a GIF that is damaged behind its pictures loses what stands before the damage, with a note", async () => {
  const file = (await gifWith(comment("GPSLatitude=31.2304"))).subarray(0, -1);
  for (const damage of [Buffer.from([0]), comment("x".repeat(400)).subarray(0, 100)]) {
    const result = await removed(Buffer.concat([file, damage]), "location");
    expect(result).toMatchObject({ removed: ["position-text"], note: "malformed" });
    expect(holds(result.bytes, "31.2304")).toBe(false);
  }
});

test("what follows a GIF's end goes with all its metadata", async () => {
  const file = await gifWith();
  const result = await removed(Buffer.concat([file, Buffer.from("GPSLatitude=31.2304")]), "all");
  expect(result).toMatchObject({ removed: ["trailer"], settled: true });
  expect(result.bytes).toEqual(file);
});

test("a GIF that is cut off in an extension goes up as it was, with a note", async () => {
  const file = await gifWith(comment("x".repeat(400)));
  const cut = file.subarray(0, file.indexOf("xxx") + 300);
  expect(await removed(cut, "all")).toMatchObject({ same: true, removed: [], note: "malformed" });
});
