import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { Space } from "../../src/store/space.ts";

/* On a real disk, which others use too: what is compared is far more than they could take or give meanwhile. */

const HUGE = 2 ** 50;
const spaceOf = (maxBytes?: number, used = 0) => new Space(tmpdir(), { maxBytes, used });

describe("room", () => {
  test("that a PUT has written already is not kept free for it a second time", async () => {
    const space = spaceOf();
    const half = Math.floor((await space.free()) / 2);
    const reservation = await space.reserve(half);
    expect(await space.free()).toBeLessThan(half * 1.5);
    reservation.wrote(half);
    expect(await space.free()).toBeGreaterThan(half * 1.5);
  });

  test("that a PUT has written is the disk's to tell once the PUT has ended", async () => {
    const space = spaceOf();
    const before = await space.free();
    const reservation = await space.reserve(1000);
    reservation.wrote(HUGE);
    reservation.release();
    expect(await space.free()).toBeLessThan(before + HUGE / 2);
  });

  test("is never more than the disk has, whatever the quota, nor less than none", async () => {
    const { bavail, bsize } = await statfs(tmpdir());
    expect(await spaceOf(Number.MAX_SAFE_INTEGER).free()).toBeLessThan(bavail * bsize + HUGE);
    expect(await spaceOf(10, 20).free()).toBe(0);
  });

  test("is given to the last byte of the quota", async () => {
    const space = spaceOf(100);
    await space.reserve(100);
    await expect(space.reserve(1)).rejects.toMatchObject({ code: "ServiceUnavailable" });
  });
});
