import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { copyText } from "../../src/platform/clipboard.ts";

/** What a browser allows, and what was asked of it, in turn. */
interface Browser {
  readonly item: boolean;
  readonly text: boolean;
  readonly command: boolean | "throws";
}

const asked: string[] = [];
let clipboard = "";

class Item {
  readonly data: Readonly<Record<string, Promise<Blob>>>;
  constructor(data: Readonly<Record<string, Promise<Blob>>>) {
    this.data = data;
  }
}

function install({ item, text, command }: Browser): void {
  vi.stubGlobal("ClipboardItem", Item);
  vi.stubGlobal("HTMLElement", class {});
  vi.stubGlobal("navigator", {
    clipboard: {
      write: async ([first]: Item[]) => {
        asked.push("item");
        if (!item) throw new DOMException("no", "NotAllowedError");
        clipboard = (await (await first?.data["text/plain"])?.text()) ?? "";
      },
      writeText: async (value: string) => {
        asked.push("text");
        if (!text) throw new DOMException("no", "NotAllowedError");
        clipboard = value;
      },
    },
  });
  const area = { value: "", selected: false, select: () => asked.push("select"), remove: () => asked.push("remove") };
  vi.stubGlobal("document", {
    activeElement: null,
    body: { append: () => undefined },
    createElement: () => area,
    execCommand: (name: string) => {
      asked.push(name);
      if (command === "throws") throw new Error("no such command");
      if (command) clipboard = area.value;
      return command;
    },
  });
}

beforeEach(() => {
  asked.length = 0;
  clipboard = "";
});
afterEach(() => vi.unstubAllGlobals());

describe("text comes to the clipboard", () => {
  test.each([
    ["as an item", { item: true, text: true, command: true }, ["item"]],
    ["as text, where items are refused", { item: false, text: true, command: true }, ["item", "text"]],
    [
      "by the old command, where the clipboard is refused",
      { item: false, text: false, command: true },
      ["item", "text", "select", "copy", "remove"],
    ],
  ] as const)("%s", async (_way, browser, ways) => {
    install(browser);
    await expect(copyText("https://cdn.example/1.png")).resolves.toBe(true);
    expect(clipboard).toBe("https://cdn.example/1.png");
    expect(asked).toEqual(ways);
  });

  test.each([false, "throws"] as const)(
    "not at all, which is said, where the command gives %s too",
    async (command) => {
      install({ item: false, text: false, command });
      await expect(copyText("x")).resolves.toBe(false);
      expect(asked.at(-1)).toBe("remove");
    },
  );

  test("by the old command, where there is no clipboard to ask, as on plain http", async () => {
    install({ item: false, text: false, command: true });
    vi.stubGlobal("navigator", {});
    await expect(copyText("x")).resolves.toBe(true);
    expect(clipboard).toBe("x");
  });

  test("when it is known only after the click: the item is asked for before that", async () => {
    install({ item: true, text: true, command: true });
    let know: (text: string) => void = () => undefined;
    const copied = copyText(new Promise((resolve) => (know = resolve)));
    expect(asked).toEqual(["item"]);
    know("later");
    await expect(copied).resolves.toBe(true);
    expect(clipboard).toBe("later");
  });
});
