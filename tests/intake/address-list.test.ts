import { describe, expect, test } from "vitest";
import type { Candidate } from "../../src/engine/ports.ts";
import { MAX_ADDRESSES, readAddresses } from "../../src/platform/address-list.ts";
import { findAddresses } from "../../src/platform/image-address.ts";
import { DroppedFile, nobodyStops, noLimit, transferOf, transferOfText } from "./dropped-entries.ts";

/** Nobody listens there, so each address becomes a row of its own at once. */
const at = (name: string) => `http://127.0.0.1:1/${name}`;

async function read(addresses: readonly string[]) {
  const candidates: Candidate[] = [];
  const sum = await readAddresses(addresses, (batch) => candidates.push(...batch), noLimit, nobodyStops);
  return { names: candidates.map(({ name }) => name), sum };
}

describe("a text with addresses of pictures", () => {
  test("has each of them once, in its order, whatever stands between them", () => {
    const text = `${at("b.png")}\r\nand ${at("a.png")}\t${at("b.png")}\n\n${at("c.png")} http://%s`;
    expect(findAddresses(transferOfText(text))).toEqual([at("b.png"), at("a.png"), at("c.png")]);
  });

  test("is not looked at where there is a file beside it", () => {
    const withFile = { ...transferOf(new DroppedFile("file.png")), getData: () => `${at("a.png")} ${at("b.png")}` };
    expect(findAddresses(withFile)).toEqual([]);
  });
});

describe("a list of addresses", () => {
  test("is handed on in its order, and counted", async () => {
    const { names, sum } = await read([at("b.png"), at("a.png")]);
    expect(names).toEqual(["b.png", "a.png"]);
    expect(sum).toMatchObject({ files: 0, unreadable: 2, leftOut: 0 });
  });

  test("is fetched up to a limit, and what is beyond it is counted too", async () => {
    const { names, sum } = await read(Array.from({ length: MAX_ADDRESSES + 5 }, (_, index) => at(`${index}.png`)));
    expect(names).toHaveLength(MAX_ADDRESSES);
    expect(sum).toMatchObject({ unreadable: MAX_ADDRESSES, leftOut: 5, limit: MAX_ADDRESSES });
  });
});
