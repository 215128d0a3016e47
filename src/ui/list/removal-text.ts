import { isPosition, type Removal, type RemovedItem } from "../../contract/removal.ts";
import { spaced } from "../i18n/formats.ts";
import { inLanguage } from "../i18n/language.ts";
import type { Messages } from "../i18n/messages.ts";

type Kind =
  | "position"
  | Exclude<RemovedItem, "gps-exif" | "gps-xmp" | "place-xmp" | "place-iptc" | "position-text" | "gps-video">;

interface RemovalWords {
  /** In the order named. */
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly removed: (list: string) => string;
  readonly left: string;
}

const en: RemovalWords = {
  kinds: {
    position: "location",
    exif: "EXIF",
    xmp: "XMP",
    photoshop: "Photoshop data",
    text: "comments",
    time: "time of change",
    other: "other metadata",
    trailer: "appended data",
  },
  removed: (list) => `${list} removed`,
  left: "contains a location",
};

const zh: RemovalWords = {
  kinds: {
    position: "位置",
    exif: "EXIF",
    xmp: "XMP",
    photoshop: "Photoshop 数据",
    text: "注释",
    time: "修改时间",
    other: "其他元数据",
    trailer: "附加数据",
  },
  removed: (list) => `已去除${list}`,
  left: "含有位置信息",
};

interface RemovalTexts {
  /** What was taken out, the position first. */
  readonly removed: readonly string[];
  /** What a person should know: a position that is still in it, and what could not be done. */
  readonly warnings: readonly string[];
}

/**
 * What was taken out of a picture, and what is still in it. These words come with the list, so that the first paint does
 * not wait for them.
 */
export function removalTexts(removal: Removal | undefined, t: Messages): RemovalTexts {
  if (removal === undefined) return { removed: [], warnings: [] };
  const { kinds, removed, left } = inLanguage(t.language, en, zh);
  const kindsRemoved: ReadonlySet<string> = new Set(
    removal.removed.map((item) => (isPosition(item) ? "position" : item)),
  );
  const names = Object.entries(kinds).flatMap(([kind, name]) => (kindsRemoved.has(kind) ? [name] : []));
  const list = new Intl.ListFormat(t.language, { type: "conjunction" }).format(names);
  return {
    removed: names.length > 0 ? [spaced(removed(list))] : [],
    warnings: [
      ...(removal.left?.some(isPosition) ? [left] : []),
      ...(removal.note === undefined ? [] : [t.removal[removal.note]]),
    ],
  };
}
