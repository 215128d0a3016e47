import { randomBytes } from "node:crypto";
import { inflateSync } from "node:zlib";
import type { TestFile } from "./images.ts";

/** Of the picture as it is shown, in pixels; it is stored lying on its side. */
export const HEIC_SIZE = { width: 48, height: 64 };

/** The colours of its four quarters as they are shown: top left, top right, bottom left, bottom right. */
export const HEIC_COLOURS = [
  [32, 160, 32],
  [224, 224, 32],
  [208, 32, 32],
  [32, 32, 208],
] as const;

/**
 * Four coloured quarters, encoded as HEVC by libheif's `heif-enc` and turned by an `irot` property, deflated. Nothing in
 * the package registry writes HEIC, so the file is kept.
 */
const TURNED = [
  "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYH5XG5qSSIDBChmpOQUQdkMBZnJJQxogK8gsyQXzGICYoHMlESIEgcGAyDpk5mT",
  "n8wIZLg4MDAzMEK0MH+CsRhOAXXB2DCaA6gSDFj2wMV2ALFvZmZeGsQAIBYFclKZQLqAajLKkg0ZkATBjkkvykxhQFEJ1OdakQky",
  "g+lQZkFRAZCen1mQnA8UKAYa4czIXAD3l9wHhj9/f/xgYOBnVgBqlXBg5GH8/x+kgJlhAtgJzAxyu5gcFIGS6k6MjGgyCxQaWae9",
  "erJs5wYFEB9MKCoB1bK5MB4sPtAJtEEks7ggFWqbAxSji4HCkDOzKL8E6EnGx2lFqakMo2AYA4GCzIpMcBLn4OAAUtKZBbmwrAjM",
  "KUyNTAxMzMwtbUCuRmZRahosE6Zk5qaDsxIow/AlpxQng7MbKNV35UKy5DENxvWcDxQtVv7/1MH/n0V2+jYP9anL90f8/3Nbf8+V",
  "/n+s0SV1/cJnrC3l31fXP90vdVNSmfv/o63Tr8/i+u3EkO56PfaF8CHVOTdO5u1PNHy29J3wD8lF+U/Lfz7ltJtkEWIwZ909WY/1",
  "a75b3Lz1kieq+N2iCaVPar+af9pyPZ6pqYEvTEzr3sdjj+YvMxevyvK23nQyaJL/1J3t+zK9Y845MPQd//9Ib0nF8er5h2dfEkmW",
  "mt2pmLZMcPLTKZcW/63b+lFj6ZT2gxdvsMT94z4B8q6npxYDKHTYGIQYIaUKGxBLMbKC2WGgcIOy40ABBVUDKheEmSBsEM5sZwHT",
  "sEC0AJaFL5gRNNDMCewMLKBcaGRowDgRwmYEmsCwACpuaGDAuABi4v//QBsWQEwE5VxmKNsAajoAYkLMUw==",
].join("");

/** A HEIC picture as a phone held upright makes it; a box that decoders skip makes each one a file of its own. */
export function heic(name = "phone.heic"): TestFile {
  const picture = inflateSync(Buffer.from(TURNED, "base64"));
  const free = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("free"), randomBytes(16)]);
  return { name, type: "image/heic", bytes: Buffer.concat([picture, free]) };
}

/** One whose container is whole, and whose picture is not. */
export function brokenHeic(name = "broken.heic"): TestFile {
  const { bytes, ...file } = heic(name);
  const data = bytes.indexOf("mdat");
  return { ...file, bytes: Buffer.concat([bytes.subarray(0, data + 8), Buffer.alloc(bytes.length - data - 8, 0xa5)]) };
}
