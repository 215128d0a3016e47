import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { CosError, errorXml, escapeXml } from "../../src/cos/errors.ts";

test("an error's XML reads back as what was put in, whatever the key was", () => {
  const resource = `/<script>&amp;"'\r\n中\u{1F600}`;
  const clue = { stringToSign: "sha1\n1;2\nabc\n", formatString: "put\n/a&b<c>\n\nhost=x\n" };
  const xml = errorXml(new CosError("SignatureDoesNotMatch", "No & no", { clue }), { resource, requestId: "r-1" });
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({ trimValues: false, htmlEntities: true, parseTagValue: false });
  expect(parser.parse(xml).Error).toMatchObject({
    Code: "SignatureDoesNotMatch",
    Message: "No & no",
    StringToSign: clue.stringToSign,
    FormatString: clue.formatString,
    Resource: resource,
    RequestId: "r-1",
    TraceId: "r-1",
  });
});

test("other errors carry no signature texts", () => {
  const xml = errorXml(new CosError("NoSuchKey", "Nothing there."), { resource: "/k", requestId: "r" });
  expect(xml).not.toMatch(/StringToSign|FormatString/);
});

test("characters that XML cannot hold are replaced, not sent", () => {
  expect(escapeXml("a\u0000b\u001bc\ud800d\uffffe\tf\ng")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng");
});

test("each code has its documented status", () => {
  expect(new CosError("MissingContentLength", "").status).toBe(411);
  expect(new CosError("FileAlreadyExists", "").status).toBe(409);
});
