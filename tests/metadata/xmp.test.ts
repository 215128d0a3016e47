import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { Findings, MalformedError } from "../../src/worker/metadata/findings.ts";
import { scrubXmp } from "../../src/worker/metadata/xmp.ts";
import { GPS_ATTRIBUTES, XMP_LATITUDE, xmp } from "./xmp-builder.ts";

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

function scrubbed(packet: Uint8Array<ArrayBuffer>): { text: string; removed: string[] } {
  const findings = new Findings();
  const length = packet.length;
  scrubXmp(packet, findings);
  expect(packet.length).toBe(length);
  return { text: Buffer.from(packet).toString("latin1"), removed: [...findings.removed] };
}

test.each([
  ["an attribute", xmp(`exif:GPSLatitude="SECRET" dc:format="kept"`), "gps-xmp"],
  ["an attribute in single quotes that holds a bracket", xmp(`exif:GPSLatitude='SEC>RET' dc:format="kept"`), "gps-xmp"],
  ["an element", xmp("", `<exif:GPSLatitude>SECRET</exif:GPSLatitude><dc:format>kept</dc:format>`), "gps-xmp"],
  [
    "an element with attributes",
    xmp("", `<exif:GPSLatitude rdf:value="SECRET"/><dc:format>kept</dc:format>`),
    "gps-xmp",
  ],
  [
    "a structure with others of its name inside",
    xmp(
      "",
      `<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li><Iptc4xmpExt:LocationShown>SECRET</Iptc4xmpExt:LocationShown></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown><dc:format>kept</dc:format>`,
    ),
    "place-xmp",
  ],
  ["a drone maker's own spelling", xmp(`drone-dji:GpsLongtitude="SECRET" dc:format="kept"`), "gps-xmp"],
  [
    "a namespace of its own prefix",
    xmp(`xmlns:q="http://ns.adobe.com/photoshop/1.0/" q:City="SECRET" dc:format="kept"`),
    "place-xmp",
  ],
  [
    "a default namespace",
    xmp(
      "",
      `<Location xmlns="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">SECRET</Location><dc:format>kept</dc:format>`,
    ),
    "place-xmp",
  ],
  [
    "the W3C's vocabulary",
    xmp(`xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" geo:lat="SECRET" dc:format="kept"`),
    "gps-xmp",
  ],
  [
    "the cell of a phone network",
    xmp(`xmlns:c="http://developer.sonyericsson.com/cell/1.0/" c:cgi="SECRET" dc:format="kept"`),
    "place-xmp",
  ],
  [
    "a newsroom's country",
    xmp(`xmlns:p="http://ns.camerabits.com/photomechanic/1.0/" p:CountryCode="SECRET" dc:format="kept"`),
    "place-xmp",
  ],
  [
    "a publisher's vocabulary for pictures",
    xmp(`xmlns:p="http://prismstandard.org/namespaces/pmi/2.2/" p:location="SECRET" dc:format="kept"`),
    "place-xmp",
  ],
  [
    "the outline of where a find was made",
    xmp(`xmlns:d="http://rs.tdwg.org/dwc/terms/" d:footprintWKT="SECRET" dc:format="kept"`),
    "place-xmp",
  ],
  [
    "a photo manager's namespace",
    xmp(
      "",
      `<m:Location xmlns:m="http://ns.iview-multimedia.com/mediapro/1.0/">SECRET</m:Location><dc:format>kept</dc:format>`,
    ),
    "place-xmp",
  ],
  [
    "publishers' vocabulary",
    xmp(
      'xmlns:prism="http://prismstandard.org/namespaces/basic/2.1/"',
      "<prism:location><rdf:Bag><rdf:li>SECRET</rdf:li></rdf:Bag></prism:location><dc:format>kept</dc:format>",
    ),
    "place-xmp",
  ],
  [
    "naturalists' vocabulary, as ExifTool writes it",
    xmp(
      'xmlns:dwc="http://rs.tdwg.org/dwc/index.htm"',
      '<dwc:dctermsLocation rdf:parseType="Resource"><dwc:verbatimCoordinates>SECRET</dwc:verbatimCoordinates></dwc:dctermsLocation><dc:format>kept</dc:format>',
    ),
    "place-xmp",
  ],
  [
    "naturalists' vocabulary by its terms",
    xmp('xmlns:dwc="http://rs.tdwg.org/dwc/terms/" dwc:locality="SECRET" dc:format="kept"'),
    "place-xmp",
  ],
])("coordinates and places go from %s, and the rest stays", (_, packet, item) => {
  const result = scrubbed(bytesOf(packet));
  expect(result.removed).toEqual([item]);
  expect(result.text).not.toMatch(/SEC|RET/);
  expect(result.text).toContain("kept");
});

test.each([
  ["a title that names them", xmp(`dc:title="GPSLatitude"`)],
  ["a film's exposure latitude", xmp(`xmlns:e="http://cipa.jp/exif/1.0/" e:ISOSpeedLatitudeyyy="1000"`)],
  ["a city in somebody else's namespace", xmp(`dc:City="Springfield"`)],
  ["a comment", xmp("", `<!-- <exif:GPSLatitude>1</exif:GPSLatitude> -->`)],
  ["a text section", xmp("", `<dc:title><![CDATA[<exif:GPSLatitude>1</exif:GPSLatitude>]]></dc:title>`)],
  ["no markup at all", "just text"],
  ["broken markup without coordinates", "<x:xmpmeta <broken"],
])("%s is not a position: nothing changes", (_, packet) => {
  expect(scrubbed(bytesOf(packet))).toEqual({ text: packet, removed: [] });
});

test.each([
  ["an element that is never closed", xmp("", "<exif:GPSLatitude>1").replace(/<\/.*/s, "")],
  ["a tag that never ends", `<x:xmpmeta exif:GPSLatitude="1`],
  ["an attribute without a value", `<x exif:GPSLatitude>`],
])("%s that may hold coordinates is an error", (_, packet) => {
  expect(() => scrubbed(bytesOf(packet))).toThrow(MalformedError);
});

describe.each(["utf16le", "utf16be", "utf32le", "utf32be"] as const)("a packet in %s", (encoding) => {
  const encode = (text: string) => {
    const size = encoding.startsWith("utf16") ? 2 : 4;
    const little = encoding.endsWith("le");
    return Uint8Array.from({ length: text.length * size }, (_, i) => {
      const byte = little ? i % size : size - 1 - (i % size);
      return ((text.codePointAt(Math.floor(i / size)) ?? 0) >> (8 * byte)) & 0xff;
    });
  };

  test("loses its coordinates, whatever its other characters are", () => {
    // 丼 is U+4E3C, whose low byte is that of "<".
    const packet = xmp(`exif:GPSLatitude="${XMP_LATITUDE}" dc:format="kept"`, "<dc:title>丼 and more</dc:title>");
    const findings = new Findings();
    const bytes = encode(packet);
    scrubXmp(bytes, findings);
    expect([...findings.removed]).toEqual(["gps-xmp"]);
    expect(bytes).toEqual(encode(packet.replace(/exif:GPSLatitude="[^"]*"/, (found) => " ".repeat(found.length))));
  });
});

test("whatever a packet holds, what is left of it is parsed as before, without the properties that went", () => {
  const text = fc.string({ unit: fc.constantFrom(..."abc123 .,-é") });
  const property = fc.constantFrom(
    "exif:GPSLatitude",
    "photoshop:City",
    "dc:source",
    "drone-dji:GpsLatitude",
    "dc:rights",
  );
  const attributes = fc.uniqueArray(fc.tuple(property, text), { selector: ([name]) => name });
  const children = fc.array(fc.tuple(property, text));
  fc.assert(
    fc.property(attributes, children, (own, inner) => {
      const isKept = ([name, value]: [string, string]) => name.startsWith("dc:") || value.trim() === "";
      const write = (a: [string, string][], c: [string, string][]) =>
        xmp(a.map(([k, v]) => `${k}="${v}"`).join(" "), c.map(([k, v]) => `<${k}>${v}</${k}>`).join("\n"));
      const { text: left } = scrubbed(bytesOf(write(own, inner)));
      expect(outline(left)).toEqual(outline(write(own.filter(isKept), inner.filter(isKept))));
    }),
  );
});

/** Elements with their attributes and texts, blanks between them aside; parsed by another parser than the code's own. */
function outline(packet: string): unknown {
  const read = (node: DefaultTreeAdapterTypes.ChildNode): unknown[] => {
    if ("value" in node) return node.value.trim() === "" ? [] : [node.value.trim()];
    if (!("tagName" in node)) return [];
    return [[node.tagName, node.attrs.map(({ name, value }) => [name, value]), node.childNodes.flatMap(read)]];
  };
  return parseFragment(packet).childNodes.flatMap(read);
}

test("a packet with coordinates is valid for an XML reader before and after", () => {
  const { text } = scrubbed(bytesOf(GPS_ATTRIBUTES));
  expect(outline(text)).toEqual(
    outline(GPS_ATTRIBUTES.replace(/exif:GPSLatitude="[^"]*"/, "").replace(/exif:GPSLongitude='[^']*'/, "")),
  );
});
