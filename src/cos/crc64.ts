/*
 * CRC-64/XZ, COS's x-cos-hash-crc64ecma: the ECMA-182 polynomial, reflected, all ones in and out. 64 bits are kept as
 * two 32-bit halves, since BigInt is far too slow for a byte loop. Eight bytes are taken per step ("slicing by 8"):
 * table k holds a byte's remainder followed by k zero bytes.
 */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
const SLICES = 8;

const [TABLE_LOW, TABLE_HIGH] = buildTables();

function buildTables(): [low: Uint32Array, high: Uint32Array] {
  const low = new Uint32Array(SLICES * 256);
  const high = new Uint32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let lo = byte;
    let hi = 0;
    for (let bit = 0; bit < SLICES * 8; bit++) {
      const carry = lo & 1;
      lo = (lo >>> 1) | (hi << 31);
      hi >>>= 1;
      if (carry === 1) {
        lo ^= POLYNOMIAL_LOW;
        hi ^= POLYNOMIAL_HIGH;
      }
      if (bit % 8 === 7) {
        low[(bit >> 3) * 256 + byte] = lo;
        high[(bit >> 3) * 256 + byte] = hi;
      }
    }
  }
  return [low, high];
}

/** A running CRC-64/XZ, fed in pieces of any size. */
export class Crc64 {
  #low = 0xffffffff;
  #high = 0xffffffff;

  update(bytes: Uint8Array): this {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let lo = this.#low;
    let hi = this.#high;
    let at = 0;
    for (const end = bytes.length - (bytes.length % SLICES); at < end; at += SLICES) {
      const a = lo ^ view.getUint32(at, true);
      const b = hi ^ view.getUint32(at + 4, true);
      lo = look(TABLE_LOW, a, b);
      hi = look(TABLE_HIGH, a, b);
    }
    for (; at < bytes.length; at++) {
      const index = (lo ^ view.getUint8(at)) & 0xff;
      lo = ((lo >>> 8) | (hi << 24)) ^ (TABLE_LOW[index] ?? 0);
      hi = (hi >>> 8) ^ (TABLE_HIGH[index] ?? 0);
    }
    this.#low = lo;
    this.#high = hi;
    return this;
  }

  /** The checksum so far, an unsigned decimal as in x-cos-hash-crc64ecma. More may be fed afterwards. */
  digest(): string {
    return ((BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0)).toString();
  }
}

/** One half of the step over eight bytes: `a` are the first four, little-endian, `b` the last four. */
function look(table: Uint32Array, a: number, b: number): number {
  return (
    (table[0x700 + (a & 0xff)] ?? 0) ^
    (table[0x600 + ((a >>> 8) & 0xff)] ?? 0) ^
    (table[0x500 + ((a >>> 16) & 0xff)] ?? 0) ^
    (table[0x400 + (a >>> 24)] ?? 0) ^
    (table[0x300 + (b & 0xff)] ?? 0) ^
    (table[0x200 + ((b >>> 8) & 0xff)] ?? 0) ^
    (table[0x100 + ((b >>> 16) & 0xff)] ?? 0) ^
    (table[b >>> 24] ?? 0)
  );
}
