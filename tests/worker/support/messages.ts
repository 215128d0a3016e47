/** Bytes that look random and are the same in every browser and in Node: a 32-bit xorshift (Marsaglia, 2003). */
export function randomBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  let x = seed >>> 0 || 1;
  for (let i = 0; i < words.length; i += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[i] = x;
  }
  return new Uint8Array(words.buffer, 0, length);
}

/** A message to be hashed in pieces of these sizes, over and over; one piece when empty. */
export interface Message {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly slices: readonly number[];
}

/** Every length up to here passes each edge of the padding four times. */
const LONGEST_SHORT = 300;

/** Sizes around the block's 64 bytes, the length field's 56, the kernel's input window of 126,976, and no rhythm at all. */
const AWKWARD_SLICES: readonly (readonly number[])[] = [
  [1],
  [3],
  [55, 9],
  [63],
  [64],
  [65],
  [1, 126_976],
  [126_975],
  [126_976],
  [126_977],
  [128, 0, 1, 64, 7, 1000],
];

/** The lengths of NIST's byte-oriented long-message test for SHA-1 (SHAVS, section 6.3): 163, 262, 361 … bytes. */
const NIST_LONG = Array.from({ length: 64 }, (_, i) => 163 + 99 * i);

/** What every engine is asked, in Node and in each browser. */
export function messages(): Message[] {
  const long = randomBytes(400_000, 7);
  return [
    ...Array.from({ length: LONGEST_SHORT + 1 }, (_, length) => ({
      name: `${length} bytes`,
      bytes: randomBytes(length, length + 1),
      slices: [],
    })),
    ...NIST_LONG.map((length) => ({
      name: `NIST long, ${length} bytes`,
      bytes: randomBytes(length, length),
      slices: [],
    })),
    ...AWKWARD_SLICES.map((slices) => ({ name: `in slices of ${slices.join(", ")}`, bytes: long, slices })),
  ];
}

/** A short message of random length, up to 255 bytes, in two pieces cut at random. */
export type ShortMessage = readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];

/** As many of them as wanted, the same for the same seed. */
export function* shortMessages(seed: number, count: number): Generator<ShortMessage> {
  const bytes = randomBytes(count + 255, seed);
  const lengths = randomBytes(count, seed + 1);
  const cuts = randomBytes(count, seed + 2);
  for (let i = 0; i < count; i += 1) {
    const end = i + (lengths[i] ?? 0);
    const cut = i + ((cuts[i] ?? 0) % (end - i + 1));
    yield [bytes.subarray(i, cut), bytes.subarray(cut, end)];
  }
}

/** The pieces in which a message is hashed. */
export function* pieces({ bytes, slices }: Message): Generator<Uint8Array<ArrayBuffer>> {
  if (slices.length === 0) {
    yield bytes;
    return;
  }
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = slices[i % slices.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
