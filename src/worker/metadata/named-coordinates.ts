import { byteText } from "./ascii.ts";

const COORDINATES = /gps_?(?:lat|long)itude/i;

/**
 * Whether a block whose structure is not known here spells out that it holds coordinates, as content credentials
 * (C2PA, in JUMBF) and texts written by converters do.
 */
export function namesCoordinates(bytes: Uint8Array): boolean {
  return COORDINATES.test(byteText(bytes));
}
