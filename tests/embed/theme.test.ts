import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { applyTheme, isSafeToken } from "../../src/embed/frame/theme.ts";

/** As far as a theme touches the page's root. */
function fakeRoot() {
  const properties = new Map<string, string>();
  const style = {
    setProperty: (name: string, value: string) => void properties.set(name, value),
    removeProperty: (name: string) => void properties.delete(name),
  };
  const root: unknown = { dataset: {}, style };
  return { root: root as HTMLElement, properties };
}

describe("a host's theme", () => {
  beforeEach(() => vi.stubGlobal("CSS", { supports: (_: string, value: string) => value !== "no value" }));
  afterEach(() => vi.unstubAllGlobals());

  test("has no token that says nothing of its own, as the words do that every property takes", () => {
    for (const value of ["inherit", "initial", "unset", "revert", "revert-layer", " Inherit ", "inherit/**/"]) {
      expect(isSafeToken("border", value), value).toBe(false);
    }
    expect(isSafeToken("border", "#123456")).toBe(true);
  });

  test("takes back the tokens that a later one lacks, and those that it has no good value for", () => {
    const said: string[] = [];
    const hints = { say: (topic: string) => void said.push(topic) };
    const { root, properties } = fakeRoot();
    applyTheme(root, { mode: "dark", tokens: { border: "#222", radius: "2px", font: "serif" } }, hints);
    expect(properties.get("--radius")).toBe("2px");
    applyTheme(root, { tokens: { border: "#333", radius: "no value" } }, hints);
    expect(properties.get("--border")).toBe("#333");
    expect([...properties.keys()].sort()).toEqual(["--border", "--border-strong", "--field"]);
    expect(said).toEqual(["token radius"]);
    applyTheme(root, { mode: "light" }, hints);
    expect(properties.size).toBe(0);
  });
});
