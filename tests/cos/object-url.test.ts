import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectPath, parseTarget } from "../../src/cos/object-url.ts";

describe("an object key in a URL", () => {
  test.each([
    ["songlist/p/a_1.png", "/songlist/p/a_1.png"],
    ["a b+c", "/a%20b%2Bc"],
    ["!'()*", "/%21%27%28%29%2A"],
    ["a%2Fb", "/a%252Fb"],
    ["中/\u{1F600}", "/%E4%B8%AD/%F0%9F%98%80"],
    ["../x", "/../x"],
    ["a?b#c", "/a%3Fb%23c"],
  ])("%j is %j", (key, path) => {
    expect(objectPath(key)).toBe(path);
  });

  test("any key comes back as it was", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), (key) => {
      expect(parseTarget(objectPath(key))?.path).toBe(`/${key}`);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("a request target", () => {
  test("is never normalised", () => {
    expect(parseTarget("/../x/./y//z")?.path).toBe("/../x/./y//z");
    expect(parseTarget("/%2e%2e/x")?.path).toBe("/../x");
  });

  test("may be a whole URL, whose host is handed on", () => {
    expect(parseTarget("http://evil.example:80/k?x=1")).toEqual({
      authority: "evil.example:80",
      path: "/k",
      query: [["x", "1"]],
    });
    expect(parseTarget("/k")?.authority).toBeUndefined();
  });

  test("has its parameters decoded, valueless ones with an empty value, repeated ones kept", () => {
    expect(parseTarget("/k?acl&a=%E4%B8%AD%2B&a=2&&b=c=d")?.query).toEqual([
      ["acl", ""],
      ["a", "中+"],
      ["a", "2"],
      ["b", "c=d"],
    ]);
  });

  test.each([
    ["a raw plus in the path", "/a+b"],
    ["a raw plus in the query", "/a?b=c+d"],
    ["a stray percent", "/a%"],
    ["half an escape", "/a%2"],
    ["an escape that is not hex", "/a%zz"],
    ["bytes that are not UTF-8", "/%ff"],
    ["an overlong slash", "/%c0%af"],
    ["a surrogate in UTF-8", "/%ed%a0%80"],
    ["bytes that are not UTF-8 in the query", "/a?b=%ff"],
    ["a raw backslash", "/a\\b"],
    ["a raw space", "/a b"],
    ["a raw byte above ASCII", "/caf\u00e9"],
    ["a fragment", "/a#b"],
    ["no path", "*"],
    ["nothing", ""],
    ["a whole URL without a path", "http://host"],
    ["a whole URL with user info", "http://user@host/k"],
    ["another scheme", "file:///etc/passwd"],
  ])("with %s is refused", (_, target) => {
    expect(parseTarget(target)).toBeUndefined();
  });
});
