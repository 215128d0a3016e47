const NAMESPACES = {
  x: "adobe:ns:meta/",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  exif: "http://ns.adobe.com/exif/1.0/",
  dc: "http://purl.org/dc/elements/1.1/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  Iptc4xmpCore: "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
  Iptc4xmpExt: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
  "drone-dji": "http://www.dji.com/drone-dji/1.0/",
  hdrgm: "http://ns.adobe.com/hdr-gain-map/1.0/",
  GCamera: "http://ns.google.com/photos/1.0/camera/",
  xmpNote: "http://ns.adobe.com/xmp/note/",
} as const;

/** A packet of one description with these attributes and child elements. */
export function xmp(attributes: string, children = ""): string {
  const declared = Object.entries(NAMESPACES)
    .filter(([prefix]) => prefix !== "x" && prefix !== "rdf")
    .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
    .join(" ");
  return [
    `<?xpacket begin="\u00EF\u00BB\u00BF" id="W5M0MpCehiHzreSzNTczkc9d"?>`,
    `<x:xmpmeta xmlns:x="${NAMESPACES.x}" x:xmptk="A Writer 1.0"><rdf:RDF xmlns:rdf="${NAMESPACES.rdf}">`,
    `<rdf:Description rdf:about="" ${declared} ${attributes}>${children}</rdf:Description>`,
    `</rdf:RDF></x:xmpmeta>${" ".repeat(50)}<?xpacket end="w"?>`,
  ].join("\n");
}

/** Coordinates that no other bytes of a test file can be taken for. */
export const XMP_LATITUDE = "31,13.824042N";
export const XMP_LONGITUDE = "121,28.422042E";

/** As most writers do it, in attributes; with a title that must stay. */
export const GPS_ATTRIBUTES = xmp(
  `exif:GPSLatitude="${XMP_LATITUDE}" exif:GPSLongitude='${XMP_LONGITUDE}' dc:format="image/jpeg"`,
  '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A title</rdf:li></rdf:Alt></dc:title>',
);
