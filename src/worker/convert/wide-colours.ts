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
