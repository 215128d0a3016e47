import { describe, expect, test } from "vitest";
import { DroppedFile, DroppedFolder, readAll, transferOf, transferOfText } from "./dropped-entries.ts";

describe("a drop", () => {
  test("of files and folders is read in the order chosen, each folder by name", async () => {
    const inner = new DroppedFolder("inner", [[new DroppedFile("10.png"), new DroppedFile("9.png")]]);
    const folder = new DroppedFolder("pictures", [[new DroppedFile("b.png")], [inner, new DroppedFile("a.png")]]);
    expect(await readAll(transferOf(new DroppedFile("z.png"), folder, new DroppedFile("y.png")))).toEqual([
      "z.png",
      "pictures/a.png",
      "pictures/b.png",
      "pictures/inner/9.png",
      "pictures/inner/10.png",
      "y.png",
    ]);
  });

  test("whose folder vanishes while it is read gives what was read, says which folder it was, and goes on", async () => {
    const folder = new DroppedFolder("vanishing", [[new DroppedFile("a.png")]], { breaksOff: true });
    expect(await readAll(transferOf(folder, new DroppedFile("other.png")))).toEqual([
      "vanishing/a.png",
      "vanishing: folder_unreadable",
      "other.png",
    ]);
  });

  test("names a file that can no longer be opened, and goes on", async () => {
    const folder = new DroppedFolder("pictures", [
      [new DroppedFile("a.png", { gone: true }), new DroppedFile("b.png")],
    ]);
    expect(await readAll(transferOf(folder))).toEqual(["pictures/a.png: file_unreadable", "pictures/b.png"]);
  });
});

describe("pasted text", () => {
  test.each(["https://[your-domain]/x.png", "http://%s", "https://:80/x.png", "just words"])(
    "that is no address is no picture: %s",
    async (text) => {
      expect(await readAll(transferOfText(text))).toEqual([]);
    },
  );

  test("that is the address of a picture which cannot be had is a row with its name", async () => {
    expect(await readAll(transferOfText("http://127.0.0.1:1/%E7%8C%AB.png"))).toEqual(["猫.png: remote_refused"]);
  });
});
