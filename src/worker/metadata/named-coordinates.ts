import { byteText } from "./ascii.ts";

const COORDINATES =
  /gps_?(?:lat|long)itude|Iptc4xmpExt:Location(?:Created|Shown)|Iptc4xmpCore:Location|photoshop:(?:City|State|Country)/i;

/**
 * Whether a block whose structure is not known here spells out that it holds coordinates or names of places, as content
 * credentials (C2PA, in JUMBF) and texts written by converters do.
 */
export function namesCoordinates(bytes: Uint8Array): boolean {
  return COORDINATES.test(byteText(bytes));
}
