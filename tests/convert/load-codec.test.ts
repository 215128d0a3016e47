import { expect, test, vi } from "vitest";
import { loadCodec } from "../../src/worker/convert/load-codec.ts";

test("a codec is fetched for the first picture, and used for the ones that follow", async () => {
  const fetchCodec = vi.fn(async () => ({ encode: (picture: string) => `${picture} encoded` }));
  const withCodec = loadCodec(fetchCodec);
  expect(fetchCodec).not.toHaveBeenCalled();
  expect(await withCodec(({ encode }) => encode("first"))).toBe("first encoded");
  expect(await withCodec(async ({ encode }) => encode("second"))).toBe("second encoded");
  expect(fetchCodec).toHaveBeenCalledTimes(1);
});

test("one that cannot be fetched says so, and the next picture asks again", async () => {
  const fetchCodec = vi.fn(async () => "codec").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  const withCodec = loadCodec(fetchCodec);
  const failure = { code: "codec_unavailable", detail: "TypeError: Failed to fetch" };
  await expect(withCodec((codec) => codec)).rejects.toMatchObject({ failure });
  expect(await withCodec((codec) => codec)).toBe("codec");
});

test("one that a picture has brought down is given up with its memory, and the next picture gets another", async () => {
  let fetched = 0;
  const withCodec = loadCodec(async () => ({ number: ++fetched }));
  const crash = new WebAssembly.RuntimeError("unreachable");
  const crashing = withCodec(() => {
    throw crash;
  });
  await expect(crashing).rejects.toBe(crash);
  expect(await withCodec(({ number }) => number)).toBe(2);
  await expect(withCodec(() => Promise.reject(crash))).rejects.toBe(crash);
  expect(await withCodec(({ number }) => number)).toBe(3);
});
