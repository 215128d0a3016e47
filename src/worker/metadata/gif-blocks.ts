import type { BlobReader } from "./blob-reader.ts";
import { MalformedError } from "./findings.ts";

/* GIF89a specification, sections 17 to 27. */

const HEADER_BYTES = 13;
const FLAGS_AT = 10;
const IMAGE_DESCRIPTOR = 0x2c;
const IMAGE_DESCRIPTOR_BYTES = 10;
const IMAGE_FLAGS_AT = 9;
const EXTENSION = 0x21;
const EXTENSION_HEAD_BYTES = 2;
const TRAILER = 0x3b;
/** Before the coded pixels stands the size of the first code. */
const CODE_SIZE_BYTES = 1;

/**
 * A picture of the file, by its descriptor's place, which is skipped only when the next block is asked for; an extension,
 * as a whole; or the end, behind the trailer or where there is none.
 */
export type GifBlock =
  | { readonly kind: "image"; readonly at: number }
  | { readonly kind: "extension"; readonly label: number; readonly from: number; readonly to: number }
  | { readonly kind: "end"; readonly at: number };

/** The file ends inside a picture: that is damaged, and nothing else. */
export class CutPictureError extends MalformedError {}

/**
 * The blocks of a GIF file.
 * @throws CutPictureError; MalformedError where it is cut off elsewhere or a block is unknown; UploadError as `readBytes`
 * does.
 */
export async function* gifBlocks(reader: BlobReader): AsyncGenerator<GifBlock> {
  const header = await reader.read(0, HEADER_BYTES);
  let at = HEADER_BYTES + colourTableBytes(header[FLAGS_AT] ?? 0);
  while (at < reader.size) {
    const [introducer] = await reader.read(at, at + 1);
    if (introducer === TRAILER) return yield { kind: "end", at: at + 1 };
    if (introducer === IMAGE_DESCRIPTOR) {
      yield { kind: "image", at };
      at = await skipPicture(reader, at);
    } else if (introducer === EXTENSION) {
      const [, label = 0] = await reader.read(at, at + EXTENSION_HEAD_BYTES);
      const to = await skipSubBlocks(reader, at + EXTENSION_HEAD_BYTES);
      yield { kind: "extension", label, from: at, to };
      at = to;
    } else throw new MalformedError(`the GIF block ${introducer} is unknown`);
  }
  yield { kind: "end", at };
}

async function skipPicture(reader: BlobReader, at: number): Promise<number> {
  try {
    const descriptor = await reader.read(at, at + IMAGE_DESCRIPTOR_BYTES);
    const tableBytes = colourTableBytes(descriptor[IMAGE_FLAGS_AT] ?? 0);
    return await skipSubBlocks(reader, at + IMAGE_DESCRIPTOR_BYTES + tableBytes + CODE_SIZE_BYTES);
  } catch (error) {
    if (error instanceof MalformedError) throw new CutPictureError(error.message, { cause: error });
    throw error;
  }
}

/** Its top bit says whether there is a table, the lowest three how many colours of three bytes it has. */
function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0b111) + 1) : 0;
}

/** @returns where the block after them begins: each has its length in a byte, and an empty one is the last. */
async function skipSubBlocks(reader: BlobReader, from: number): Promise<number> {
  for (let at = from; ; ) {
    const [length = 0] = await reader.read(at, at + 1);
    at += 1 + length;
    if (length === 0) return at;
  }
}
