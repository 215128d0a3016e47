import { createHash } from "node:crypto";
import type { SignRequest } from "../../contract/sign.ts";

/** A transparent PNG of one pixel: what the doctor uploads. */
export const TEST_PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const hex = (algorithm: string) => createHash(algorithm).update(TEST_PICTURE).digest("hex");

/** Its signature is asked for with these. */
export const TEST_PICTURE_REQUEST: SignRequest = {
  md5: hex("md5"),
  sha1: hex("sha1"),
  size: TEST_PICTURE.length,
  type: "image/png",
};
