import { boxesIn } from "../metadata/iso-boxes.ts";

/** ISO/IEC 14496-12, section 4.2: `meta` is a full box, with a version and flags before its content. */
const FULL_BOX_BYTES = 4;

const NAME = "Display P3";
/** ICC.1, section 10.15: a profile's description is in UTF-16, or in ASCII in older ones. */
const SPELLINGS = [NAME, [...NAME].map((character) => `\0${character}`).join("")];

/**
 * Whether a HEIC picture's colours are Display P3, as phones write them; every other one is taken for sRGB. Of a file
 * that cannot be read nothing is known.
 */
export function isDisplayP3(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    return colourBoxes(bytes).some((box) => {
      const text = new TextDecoder("latin1").decode(box);
      return SPELLINGS.some((spelling) => text.includes(spelling)) || namesPrimaries(box);
    });
  } catch {
    return false;
  }
}

function colourBoxes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const inside = (outer: Uint8Array<ArrayBuffer>, type: string, skip = 0) =>
    boxesIn(outer, skip)
      .filter((box) => box.type === type)
      .map(({ from, to }) => outer.subarray(from, to));
  return inside(bytes, "meta")
    .flatMap((meta) => inside(meta, "iprp", FULL_BOX_BYTES))
    .flatMap((properties) => inside(properties, "ipco"))
    .flatMap((container) => inside(container, "colr"));
}

/** ISO/IEC 23091-2, section 8.1: colour primaries 12 are those of Display P3. */
const P3_PRIMARIES = 12;

function namesPrimaries(box: Uint8Array): boolean {
  return String.fromCharCode(...box.subarray(0, 4)) === "nclx" && box[4] === 0 && box[5] === P3_PRIMARIES;
}

/** Finer than the darkest step of 8 bits, which is 1/3294 in linear light. */
const STEPS = 16_384;

/**
 * Turns Display P3 pixels into sRGB ones, in place; of a colour that sRGB does not have, each channel stops at its end.
 * Both spaces have the same curve. The numbers are those of CSS Color 4, section 20.
 * @param pixels RGBA, 8 bits a channel.
 */
export function toSrgb(pixels: Uint8ClampedArray): void {
  const linear = Float64Array.from({ length: 256 }, (_, value) => linearOf(value / 255));
  const coded = Uint8ClampedArray.from({ length: STEPS + 1 }, (_, step) => 255 * codedOf(step / STEPS));
  const code = (light: number) => coded[Math.round(Math.min(1, Math.max(0, light)) * STEPS)] ?? 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const red = linear[pixels[at] ?? 0] ?? 0;
    const green = linear[pixels[at + 1] ?? 0] ?? 0;
    const blue = linear[pixels[at + 2] ?? 0] ?? 0;
    pixels[at] = code(1.2249401763 * red - 0.2249401763 * green);
    pixels[at + 1] = code(1.0420569547 * green - 0.0420569547 * red);
    pixels[at + 2] = code(1.0982736001 * blue - 0.0196375546 * red - 0.0786360456 * green);
  }
}

const linearOf = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const codedOf = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
