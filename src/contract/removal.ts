import * as v from "valibot";

/** What tells where a picture was taken: it goes at the level `location` already. */
const POSITIONS = [
  /** The GPS directory of an EXIF block. */
  "gps-exif",
  /** Coordinates in an XMP packet. */
  "gps-xmp",
  /** Names of places in an XMP packet: city, country, sublocation. */
  "place-xmp",
  /** Names of places in an IPTC-IIM block. */
  "place-iptc",
  /** A position that something else spells out: a PNG text, a maker's segment, a content credential. */
  "position-text",
  /** The location of a video that is appended to a photograph. */
  "gps-video",
] as const;

/** What was taken out of a picture's container; all but the positions at the level `all` alone. */
const REMOVED_ITEMS = [
  ...POSITIONS,
  "exif",
  "xmp",
  /** A Photoshop block: IPTC, thumbnail, editing state. */
  "photoshop",
  /** Comments and named texts; in PNG its XMP packet too, which is one of them. */
  "text",
  /** PNG's time of last change. */
  "time",
  /** Anything else that no decoder needs: makers' segments, content credentials, previews. */
  "other",
  /** Bytes after the picture's end, such as an appended video. */
  "trailer",
] as const;
export type RemovedItem = (typeof REMOVED_ITEMS)[number];

/**
 * Why a position may still be there: `malformed`, a part is broken and was left as it was; `unsupported`, it is well
 * formed but kept in a way that cannot be changed in place.
 */
const REMOVAL_NOTES = ["malformed", "unsupported"] as const;
export type RemovalNote = (typeof REMOVAL_NOTES)[number];

/** What looking for metadata came to. */
export const Removal = v.object({
  removed: v.array(v.picklist(REMOVED_ITEMS)),
  /** Positions that were found and left where they are, because nothing was to be taken out. */
  left: v.optional(v.array(v.picklist(REMOVED_ITEMS))),
  note: v.optional(v.picklist(REMOVAL_NOTES)),
});
export type Removal = v.InferOutput<typeof Removal>;

/** Whether it tells where a picture was taken. */
export function isPosition(item: RemovedItem): boolean {
  return POSITIONS.some((position) => position === item);
}
