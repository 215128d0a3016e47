import { describe, expect, test } from "vitest";
import { Findings } from "../../src/worker/metadata/findings.ts";
import { scrubFlir } from "../../src/worker/metadata/flir.ts";
import { segment, withSegments } from "./containers.ts";
import { holds, jpeg, removed, seen } from "./pictures.ts";

const HEADER = 0x40;
const ENTRY = 0x20;
const THERMAL = "temperatures".repeat(20);
const PLACE = "31.2304N121.4737E WGS-84";

/** A thermal camera's records, the position as the second of them. */
function records({ littleEndian = false, place = PLACE, type = 0x2b } = {}): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + 2 * ENTRY + THERMAL.length + place.length);
  const view = new DataView(bytes.buffer);
  const put = (text: string, at: number) => Buffer.from(bytes.buffer).write(text, at, "latin1");
  put("FFF\0", 0);
  view.setUint32(0x14, 100, littleEndian);
  view.setUint32(0x18, HEADER, littleEndian);
  view.setUint32(0x1c, 2, littleEndian);
  const data = HEADER + 2 * ENTRY;
  const entries = [
    [1, data, THERMAL.length],
    [type, data + THERMAL.length, place.length],
  ] as const;
  for (const [i, [kind, at, size]] of entries.entries()) {
    view.setUint16(HEADER + ENTRY * i, kind, littleEndian);
    view.setUint32(HEADER + ENTRY * i + 0x0c, at, littleEndian);
    view.setUint32(HEADER + ENTRY * i + 0x10, size, littleEndian);
  }
  put(THERMAL, data);
  put(place, data + THERMAL.length);
  return bytes;
}

const part = (i: number, last: number, bytes: Uint8Array) => segment(0xe1, "FLIR\0", Uint8Array.of(1, i, last), bytes);

describe.each([true, false])("a thermal camera's records, little-endian: %s", (littleEndian) => {
  test("lose the position, over the border of their segments too, in whichever order these stand", async () => {
    const block = records({ littleEndian });
    const border = block.length - 10;
    const parts = [part(1, 1, block.subarray(border)), part(0, 1, block.subarray(0, border))];
    const file = withSegments(await jpeg(), ...parts);
    const result = await removed(file, "location");
    expect(result).toMatchObject({ removed: ["gps-exif"], settled: true });
    expect(result.bytes.length).toBe(file.length);
    for (const text of [PLACE.slice(0, -10), PLACE.slice(-10)]) expect(holds(result.bytes, text)).toBe(false);
    expect(holds(result.bytes, THERMAL)).toBe(true);
    expect(await seen(result.bytes)).toEqual(await seen(file));
  });
});

test.each([
  ["without a position", records({ type: 0x2a })],
  ["whose position was never fixed", records({ place: "\0".repeat(30) })],
])("records %s stay as they are", async (_, block) => {
  const file = withSegments(await jpeg(), part(0, 0, block));
  expect(await removed(file, "location")).toMatchObject({ same: true, removed: [] });
});

test.each([
  ["cut off", records().subarray(0, 200)],
  ["of no known version", records().fill(0xff, 0x14, 0x18)],
  ["with more entries than bytes", records().fill(0xff, 0x1c, 0x20)],
  ["with another signature", records().fill(0x41, 0, 3)],
])("records that are %s are noted and stay", async (_, block) => {
  const file = withSegments(await jpeg(), part(0, 0, block));
  expect(await removed(file, "location")).toMatchObject({ same: true, removed: [], note: "malformed" });
});

test("a position's record that claims the directory is an error, and nothing changes", () => {
  const block = records();
  new DataView(block.buffer).setUint32(HEADER + ENTRY + 0x0c, 0);
  expect(() => scrubFlir(block, new Findings())).toThrow("another's");
});

test("more positions than any camera writes are an error, however many bytes each claims", () => {
  const count = 100_000;
  const block = new Uint8Array(HEADER + ENTRY * count + 10_000_000);
  block.set(records().subarray(0, HEADER));
  const view = new DataView(block.buffer);
  view.setUint32(0x1c, count);
  for (let i = 0; i < count; i += 1) {
    view.setUint16(HEADER + ENTRY * i, 0x2b);
    view.setUint32(HEADER + ENTRY * i + 0x0c, HEADER + ENTRY * count);
    view.setUint32(HEADER + ENTRY * i + 0x10, 10_000_000);
  }
  expect(() => scrubFlir(block, new Findings())).toThrow("too many");
});
