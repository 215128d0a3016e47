import { asciiBytes, byteText } from "./ascii.ts";
import type { BlobReader } from "./blob-reader.ts";
import { crc32 } from "./crc32.ts";
import type { Edit } from "./edits.ts";
import { type Bytes, MalformedError } from "./findings.ts";

/* PNG 3rd edition, section 5: a signature, then chunks of a length, a type, data and a CRC over type and data. */

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 8;
const CRC_BYTES = 4;
const MAX_DATA_BYTES = 2 ** 31 - 1;

/** One chunk; places are in bytes from the start of the file, `to` is behind its checksum. */
export interface Chunk {
  readonly type: string;
  readonly from: number;
  readonly data: number;
  readonly dataEnd: number;
  readonly to: number;
}

/**
 * The chunks of a PNG file, up to IEND.
 * @throws MalformedError; UploadError as `readBytes` does.
 */
export async function* pngChunks(reader: BlobReader): AsyncGenerator<Chunk> {
  for (let from = SIGNATURE_BYTES; ; ) {
    const data = from + HEADER_BYTES;
    const header = await reader.read(from, data);
    const length = new DataView(header.buffer).getUint32(0);
    const type = byteText(header.subarray(4));
    const dataEnd = data + length;
    const to = dataEnd + CRC_BYTES;
    if (length > MAX_DATA_BYTES || to > reader.size) throw new MalformedError(`the chunk ${type} is cut off`);
    if (!/^[A-Za-z]{4}$/.test(type)) throw new MalformedError("no chunk type");
    yield { type, from, data, dataEnd, to };
    if (type === "IEND") return;
    from = to;
  }
}

/** The edit that gives a chunk other data, and so another CRC. */
export function replaceChunk({ type, from, to }: Chunk, data: Bytes): Edit {
  const bytes = new Uint8Array(HEADER_BYTES + data.length + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(asciiBytes(type), 4);
  bytes.set(data, HEADER_BYTES);
  view.setUint32(HEADER_BYTES + data.length, crc32(bytes.subarray(4, HEADER_BYTES + data.length)));
  return { from, to, bytes };
}
