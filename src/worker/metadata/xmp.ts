import type { RemovedItem } from "../../contract/removal.ts";
import { type Bytes, type Findings, MalformedError } from "./findings.ts";
import { type XmlTag, xmlTags } from "./xml-tags.ts";
import { readPacket } from "./xmp-packet.ts";

/*
 * XMP (ISO 16684-1): RDF in XML. A property is an attribute or an element, by the serializer's choice. Properties are
 * overwritten with blanks, so that a packet keeps its length and all its other bytes.
 */

/** What a property is to be removed as; undefined when it stays. */
type Judge = (namespaces: ReadonlySet<string>, property: string) => RemovedItem | undefined;

/**
 * Coordinates, by a name that many makers use in namespaces of their own (one of them spells it "longtitude"). What Exif
 * calls an ISO speed's latitude is a range of exposures.
 */
const COORDINATE = /gps|(?<!ISOSpeed)latitude|longt?itude|altitude/i;
/** Like EXIF's: cameras without a receiver write it too. */
const GPS_VERSION = "GPSVersionID";
const WORTH_A_LOOK = /gps|latitude|longt?itude/i;

const GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#";
/** Darwin Core, by its terms and in the one structure that ExifTool puts them into. */
const DARWIN_CORE: readonly string[] = [
  ...["dctermsLocation", "higherGeography", "continent", "country", "countryCode", "stateProvince", "county"],
  ...["municipality", "island", "islandGroup", "waterBody", "locality", "verbatimLocality", "verbatimCoordinates"],
  ...["footprintWKT", "locationID", "locationRemarks", "higherGeographyID"],
];
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ["http://ns.adobe.com/photoshop/1.0/", ["City", "State", "Country"]],
  ["http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", ["Location", "CountryCode"]],
  ["http://iptc.org/std/Iptc4xmpExt/2008-02-29/", ["LocationCreated", "LocationShown"]],
  ["http://ns.adobe.com/xmp/1.0/DynamicMedia/", ["shotLocation"]],
  ["http://ns.iview-multimedia.com/mediapro/1.0/", ["Location"]],
  // The phone network's cell: country, network, area and the cell's own numbers.
  ["http://developer.sonyericsson.com/cell/1.0/", ["mcc", "mnc", "lac", "cellid", "cgi"]],
  ["http://ns.camerabits.com/photomechanic/1.0/", ["CountryCode"]],
  ["http://prismstandard.org/namespaces/basic/2.0/", ["location"]],
  ["http://prismstandard.org/namespaces/basic/2.1/", ["location"]],
  ["http://prismstandard.org/namespaces/basic/3.0/", ["location"]],
  ["http://prismstandard.org/namespaces/pmi/2.2/", ["location"]],
  ["http://rs.tdwg.org/dwc/index.htm", DARWIN_CORE],
  ["http://rs.tdwg.org/dwc/terms/", DARWIN_CORE],
]);

const judgePosition: Judge = (namespaces, property) => {
  if (COORDINATE.test(property) || (namespaces.has(GEO) && /^(?:lat|long|alt)/.test(property))) return "gps-xmp";
  return [...namespaces].some((uri) => PLACES.get(uri)?.includes(property)) ? "place-xmp" : undefined;
};

/** The packet's frame, and what a decoder needs to show a picture's brighter version (a gain map) right. */
const NEEDED: readonly string[] = [
  "adobe:ns:meta/",
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  "http://ns.adobe.com/hdr-gain-map/1.0/",
  "http://ns.google.com/photos/1.0/container/",
  "http://ns.google.com/photos/1.0/container/item/",
  "http://ns.apple.com/HDRGainMap/1.0/",
  "http://ns.apple.com/pixeldatainfo/1.0/",
];
const FRAME_NAMESPACES = 2;
const GAIN_MAP_NAMESPACES = NEEDED.slice(FRAME_NAMESPACES);

const judgeNeedless: Judge = (namespaces, property) =>
  property !== "xmptk" && [...namespaces].some((uri) => NEEDED.includes(uri)) ? undefined : "xmp";

/**
 * Overwrites coordinates and names of places, whichever namespace they are in.
 * @throws MalformedError when the packet cannot be read and may hold coordinates.
 */
export function scrubXmp(bytes: Bytes, findings: Findings): void {
  const packet = readPacket(bytes);
  try {
    const properties = propertiesJudged(packet.text, judgePosition);
    if (properties.every(({ name }) => name === GPS_VERSION)) return;
    for (const { from, to, item } of properties) {
      packet.blank(from, to);
      findings.removed.add(item);
    }
  } catch (error) {
    if (error instanceof MalformedError && !WORTH_A_LOOK.test(packet.text)) return;
    throw error;
  }
}

/** Whether a decoder needs something of the packet. */
export function describesGainMap(bytes: Bytes): boolean {
  const { text } = readPacket(bytes);
  return GAIN_MAP_NAMESPACES.some((uri) => text.includes(uri));
}

/**
 * Overwrites all but what a decoder needs to show a gain map.
 * @throws MalformedError
 */
export function reduceXmp(bytes: Bytes, findings: Findings): void {
  const packet = readPacket(bytes);
  for (const { from, to, item } of propertiesJudged(packet.text, judgeNeedless)) {
    packet.blank(from, to);
    findings.removed.add(item);
  }
}

interface Property {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly item: RemovedItem;
}

function propertiesJudged(text: string, judge: Judge): Property[] {
  const tags = [...xmlTags(text)];
  const judged = judgeByName(tags, judge);
  const found: Property[] = [];
  for (let i = 0; i < tags.length; i += 1) {
    const tag = tags[i];
    if (tag === undefined || tag.kind === "close") continue;
    const item = judged(tag.name);
    if (item) {
      const end = closingTag(tags, i);
      const last = tags[end] ?? tag;
      if (hasContent(text, tag, last)) found.push({ name: localName(tag.name), from: tag.from, to: last.to, item });
      i = end;
      continue;
    }
    for (const { name, value, from, to } of tag.attributes) {
      // An attribute without a prefix is in no namespace, whatever the default one is.
      const attributeItem = name.includes(":") ? judged(name) : undefined;
      if (attributeItem && value.trim() !== "") found.push({ name: localName(name), from, to, item: attributeItem });
    }
  }
  return found;
}

/** The judge for qualified names, whose namespaces may be declared anywhere in the packet. */
function judgeByName(tags: readonly XmlTag[], judge: Judge): (name: string) => RemovedItem | undefined {
  const namespaces = new Map<string, Set<string>>();
  for (const { name, value } of tags.flatMap((tag) => tag.attributes)) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    const prefix = name.slice("xmlns:".length);
    namespaces.set(prefix, (namespaces.get(prefix) ?? new Set()).add(value));
  }
  const none: ReadonlySet<string> = new Set();
  return (name) => {
    const prefix = name.slice(0, Math.max(0, name.indexOf(":")));
    if (prefix === "xmlns" || prefix === "xml") return undefined;
    return judge(namespaces.get(prefix) ?? none, localName(name));
  };
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** The index of the tag that closes the one at `open`. */
function closingTag(tags: readonly XmlTag[], open: number): number {
  let depth = 0;
  for (let i = open; i < tags.length; i += 1) {
    if (tags[i]?.kind === "open") depth += 1;
    if (tags[i]?.kind === "close") depth -= 1;
    if (depth === 0) return i;
  }
  throw new MalformedError(`<${tags[open]?.name}> is never closed`);
}

function hasContent(text: string, open: XmlTag, close: XmlTag): boolean {
  return open.attributes.length > 0 || text.slice(open.to, close.from).trim() !== "";
}
