import type { DigestEngine, DigestState } from "./digest-engine.ts";
import { scalar, simd } from "./kernel/generated/kernel-binaries.ts";
import { BLOCK_BYTES, INPUT_AT, INPUT_BYTES, MD5_WORDS, SHA1_WORDS, STATE_AT } from "./kernel/layout.ts";

/** RFC 1321, section 3.3, and FIPS 180-4, section 5.3.1. */
const INITIAL_STATE = [
  ...[0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],
  ...[0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0],
];

/** Both paddings end a message with one bit and leave eight bytes for its length in bits. */
const END_OF_MESSAGE = 0x80;
const LENGTH_BYTES = 8;

/** The fused kernel with SIMD. Rejects where the browser has no SIMD, or the page's CSP forbids WebAssembly. */
export const loadSimdEngine = () => loadEngine("simd", simd);

/** The fused kernel for browsers without SIMD. Rejects where the page's CSP forbids WebAssembly. */
export const loadScalarEngine = () => loadEngine("wasm", scalar);

async function loadEngine(name: DigestEngine["name"], base64: string): Promise<DigestEngine> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  const { memory, compress } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof compress !== "function") {
    throw new TypeError("The kernel lacks an export");
  }
  const kernel: Kernel = {
    memory: new DataView(memory.buffer),
    state: new Uint32Array(memory.buffer, STATE_AT, MD5_WORDS + SHA1_WORDS),
    input: new Uint8Array(memory.buffer, INPUT_AT, INPUT_BYTES),
    compress: (bytes) => void compress(INPUT_AT, bytes / BLOCK_BYTES),
  };
  return { name, create: () => createState(kernel) };
}

/** One instance serves every file: a file's state is in its memory only while its bytes are. */
interface Kernel {
  readonly memory: DataView;
  readonly state: Uint32Array;
  readonly input: Uint8Array;
  /** Runs the first bytes of `input`, whole blocks, through both algorithms. */
  compress(bytes: number): void;
}

function createState(kernel: Kernel): DigestState {
  const words = Uint32Array.from(INITIAL_STATE);
  /** Bytes that wait for their block to be whole. */
  const rest = new Uint8Array(BLOCK_BYTES);
  /** Bytes so far: exact up to 2^53. */
  let length = 0;

  const compress = (blocks: Uint8Array) => {
    for (let at = 0; at < blocks.length; at += INPUT_BYTES) {
      const part = blocks.subarray(at, at + INPUT_BYTES);
      kernel.input.set(part);
      kernel.compress(part.length);
    }
  };

  return {
    update(bytes) {
      kernel.state.set(words);
      const waiting = length % BLOCK_BYTES;
      const toFill = waiting === 0 ? 0 : Math.min(BLOCK_BYTES - waiting, bytes.length);
      rest.set(bytes.subarray(0, toFill), waiting);
      if (waiting > 0 && waiting + toFill === BLOCK_BYTES) compress(rest);
      const wholeEnd = bytes.length - ((bytes.length - toFill) % BLOCK_BYTES);
      compress(bytes.subarray(toFill, wholeEnd));
      rest.set(bytes.subarray(wholeEnd));
      length += bytes.length;
      words.set(kernel.state);
    },
    digest() {
      // The paddings differ in the length's byte order, so the end runs twice: once for each algorithm's half of the state.
      const finish = (littleEndian: boolean) => {
        kernel.state.set(words);
        kernel.compress(pad(kernel, rest.subarray(0, length % BLOCK_BYTES), length, littleEndian));
      };
      finish(true);
      const md5 = hex(kernel.memory, STATE_AT, MD5_WORDS, false);
      finish(false);
      const sha1 = hex(kernel.memory, STATE_AT + 4 * MD5_WORDS, SHA1_WORDS, true);
      return { md5, sha1 };
    },
  };
}

/**
 * Puts the message's end into the kernel's input: what is left of it, then the padding (RFC 1321, sections 3.1 and 3.2,
 * little endian; FIPS 180-4, section 5.1.1, big endian).
 * @returns how many bytes that makes.
 */
function pad({ input, memory }: Kernel, rest: Uint8Array, length: number, littleEndian: boolean): number {
  const size = Math.ceil((rest.length + 1 + LENGTH_BYTES) / BLOCK_BYTES) * BLOCK_BYTES;
  input.set(rest);
  input[rest.length] = END_OF_MESSAGE;
  input.fill(0, rest.length + 1, size);
  memory.setBigUint64(INPUT_AT + size - LENGTH_BYTES, BigInt(length) * 8n, littleEndian);
  return size;
}

/** Words in the order of their bytes in the digest: as they lie in memory for MD5, each the other way round for SHA-1. */
function hex(memory: DataView, at: number, words: number, reversed: boolean): string {
  let text = "";
  for (let i = 0; i < words; i += 1)
    text += memory
      .getUint32(at + 4 * i, reversed)
      .toString(16)
      .padStart(8, "0");
  return text;
}
