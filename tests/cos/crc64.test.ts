import fc from "fast-check";
import { expect, test } from "vitest";
import { Crc64 } from "../../src/cos/crc64.ts";

/** The definition, bit by bit, on BigInt: too slow for anything but a reference. */
function byDefinition(bytes: Uint8Array): string {
  let crc = 0xffff_ffff_ffff_ffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return (crc ^ 0xffff_ffff_ffff_ffffn).toString();
}

test.each([
  ["", "0"],
  ["123456789", "11051210869376104954"],
  ["[Object Content]", "16749565679157681890"],
])("%j has the published CRC-64/XZ", (text, expected) => {
  expect(new Crc64().update(Buffer.from(text)).digest()).toBe(expected);
});

test("any bytes, cut in any two places, at any offset, have the CRC of the definition", () => {
  const property = fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, a, b) => {
    const [first, second] = [Math.min(a, b), Math.max(a, b)];
    const crc = new Crc64()
      .update(bytes.subarray(0, first))
      .update(bytes.subarray(first, second))
      .update(bytes.subarray(second));
    expect(crc.digest()).toBe(byDefinition(bytes));
  });
  fc.assert(property, { numRuns: 300 });
});

test("the digest so far can be read, and more fed afterwards", () => {
  const crc = new Crc64().update(Buffer.from("1234"));
  crc.digest();
  expect(crc.update(Buffer.from("56789")).digest()).toBe("11051210869376104954");
});
