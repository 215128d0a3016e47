import fc from "fast-check";
import type { LinkSubject } from "../../src/links/link-subject.ts";

export const SUBJECT: LinkSubject = {
  url: "https://cdn.example.com/p/0123/4567_1f40.jpg",
  name: "IMG_0001.jpg",
  width: 4032,
  height: 3024,
  size: 8000,
  md5: "900150983cd24fb0d6963f7d28e17f72",
  sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
};

/** What people have tried to break out with, and what everyday names can break by accident. */
export const HOSTILE_NAMES: readonly string[] = [
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "](javascript:alert(1))",
  "a](https://evil.example/)![b",
  "][ref]: https://evil.example",
  "<https://evil.example](x)>",
  "<script>alert(1)</script>",
  "`](x) code `",
  "ends with a backslash \\",
  "\\](x)",
  "unbalanced ((( parentheses ]",
  "two\n\nparagraphs",
  "line\r\n# heading",
  "line\u2028separator",
  "[/img][url=https://evil.example]x[/url]",
  "nul\0byte",
  "photo\u202Egnp.exe",
  "\u2066isolate\u2069\uFEFF",
  "&amp; &copy; &#x5D;(x) & so on",
  "*bold* _em_ __strong__ ~~gone~~ snake_case_name",
  "![nested](https://evil.example/x.png)",
  "www.evil.example http://evil.example/](x",
  "{url} {{name}} $& $1 $`",
  "lone \ud800 surrogate",
  "   ",
  "",
  "照片 (1) [原图].png",
  "👨‍👩‍👧.png",
];

const FRAGMENTS = [
  "](",
  "![",
  "\\",
  "`",
  "<",
  ">",
  '"',
  "'",
  "&",
  ";",
  "\n",
  "\t",
  "_",
  "*",
  "[/img]",
  "\0",
  "\u202E",
  " ",
];

/** Names made of what means something somewhere, mixed with anything. */
export const anyName = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 12 })
    .map((parts) => parts.join("")),
);

/** Links that a sign answer's schema lets pass, odd ones among them: a URL parser accepts raw quotes and brackets. */
export const anyUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS, "(", ")", "&copy;", "|", "{", "}"), fc.string({ maxLength: 6 })), {
      maxLength: 12,
    })
    .map((parts) => `https://cdn.example.com/${parts.join("")}`),
  fc.constant("http://[::1]:9000/p/a.png"),
);
