import { MAX_BLOCK_BYTES } from "./blob-reader.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/**
 * Inflates a zlib stream.
 * @throws MalformedError when it is broken or holds more than `MAX_BLOCK_BYTES`.
 */
export async function inflate(bytes: Bytes): Promise<Bytes> {
  const pieces: BlobPart[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      size += value?.length ?? 0;
      if (size > MAX_BLOCK_BYTES) throw new MalformedError("a compressed text is too large");
      if (value) pieces.push(value.slice());
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw new MalformedError("a compressed text is broken", { cause: error });
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const ZLIB_HEADER = [0x78, 0x01];
const BLOCK_HEADER_BYTES = 5;
const MAX_STORED_BYTES = 0xffff;
const CHECKSUM_BYTES = 4;

/**
 * A zlib stream that only stores (RFC 1950; RFC 1951, section 3.2.4). A browser's own compressor would make it smaller,
 * but each browser's makes other bytes of it: then the same picture would get another digest, and another link, in each.
 */
export function store(bytes: Bytes): Bytes {
  const blocks = Math.max(1, Math.ceil(bytes.length / MAX_STORED_BYTES));
  const stream = new Uint8Array(ZLIB_HEADER.length + blocks * BLOCK_HEADER_BYTES + bytes.length + CHECKSUM_BYTES);
  const view = new DataView(stream.buffer);
  stream.set(ZLIB_HEADER);
  let at = ZLIB_HEADER.length;
  for (let block = 0; block < blocks; block += 1) {
    const content = bytes.subarray(block * MAX_STORED_BYTES, (block + 1) * MAX_STORED_BYTES);
    stream[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, content.length, true);
    view.setUint16(at + 3, ~content.length & 0xffff, true);
    stream.set(content, at + BLOCK_HEADER_BYTES);
    at += BLOCK_HEADER_BYTES + content.length;
  }
  view.setUint32(at, adler32(bytes));
  return stream;
}

const ADLER_BASE = 65_521;

/** RFC 1950, section 9. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % ADLER_BASE;
    b = (b + a) % ADLER_BASE;
  }
  return b * 0x1_0000 + a;
}
