import { describe, expect, test } from "vitest";
import type { Candidate } from "../../src/engine/ports.ts";
import { readFileList, readTransfer } from "../../src/platform/intake.ts";
import {
  DroppedFile,
  DroppedFolder,
  nobodyStops,
  noLimit,
  readAll,
  transferOf,
  transferOfForeignPicture,
  transferOfText,
} from "./dropped-entries.ts";

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

  test("does not call a file empty whose drive is gone: the browser says 0 bytes of it, too", async () => {
    class FileOfGoneDrive extends File {
      override arrayBuffer(): Promise<ArrayBuffer> {
        return Promise.reject(new DOMException("gone", "NotFoundError"));
      }
    }
    const read: string[] = [];
    const files = [new FileOfGoneDrive([], "gone.png"), new File([], "empty.png"), new File(["x"], "full.png")];
    const items = files.map((file) => ({
      kind: "file",
      type: file.type,
      webkitGetAsEntry: () => null,
      getAsFile: () => file,
    }));
    const onCandidates = (batch: readonly Candidate[]) =>
      void read.push(...batch.map(({ kind, name }) => `${name}: ${kind}`));
    const { sum: reading } = readTransfer({ items, getData: () => "" }, onCandidates, noLimit, nobodyStops);
    const sum = await reading;
    expect(read.sort()).toEqual(["empty.png: file", "full.png: file", "gone.png: unreadable"]);
    expect(sum).toMatchObject({ files: 2, unreadable: 1 });
  });
});

describe("what a system keeps for itself in folders", () => {
  const junk = [".DS_Store", "Thumbs.db", "desktop.ini", "._a.png"].map((name) => new DroppedFile(name));

  test("is left out, and counted", async () => {
    const folder = new DroppedFolder("pictures", [[...junk, new DroppedFile("a.png"), new DroppedFile("notes.txt")]]);
    expect(await readAll(transferOf(folder))).toEqual(["pictures/a.png", "pictures/notes.txt"]);
    const gone = new DroppedFile("gone.png", { gone: true });
    const mixed = new DroppedFolder("mixed", [[...junk, gone, new DroppedFile("b.png")]]);
    const sum = await readTransfer(transferOf(mixed), () => undefined, noLimit, nobodyStops).sum;
    expect(sum).toEqual({ files: 1, unreadable: 1, skipped: 4, stopped: false });
  });
});

describe("a picture that another tab gives without its bytes", () => {
  test("is asked for at its address", async () => {
    const address = "http://127.0.0.1:1/cat.jpg";
    expect(await readAll(transferOfForeignPicture(address))).toEqual(["cat.jpg: remote_refused"]);
  });

  test("is a row that says so where it has no address", async () => {
    expect(await readAll(transferOfForeignPicture())).toEqual(["image/jpeg: file_unreadable"]);
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

test("a picked folder is read by name too, whatever order the browser gives it in; picked files stay as they are", async () => {
  const chosen = (name: string, webkitRelativePath: string) =>
    Object.assign(new File(["x"], name), { webkitRelativePath });
  const at = (path: string) => chosen(path.split("/").at(-1) ?? "", path);
  const read = async (...files: File[]) => {
    const names: string[] = [];
    await readFileList(
      files,
      (candidates) => void names.push(...candidates.map(({ folder, name }) => (folder ? `${folder}/${name}` : name))),
      nobodyStops,
    );
    return names;
  };
  const folder = ["p/img10.png", "p/inner/2.png", "p/img2.png", "p/inner/1.png", "p/z.png"].map(at);
  expect(await read(...folder)).toEqual(["p/img2.png", "p/img10.png", "p/inner/1.png", "p/inner/2.png", "p/z.png"]);
  expect(await read(chosen("b.png", ""), chosen("a.png", ""))).toEqual(["b.png", "a.png"]);
});
