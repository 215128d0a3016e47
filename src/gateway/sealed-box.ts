import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** A text that came back, with the id of the seal that it was under. */
export interface Opened {
  readonly id: string;
  readonly text: string;
}

/** Seals texts so that only a process with the same secret can read or make them. */
export interface SealedBox {
  /** @returns base64url. */
  seal(text: string): string;
  /** `undefined` for what was not sealed with this secret and purpose, or not unchanged. */
  open(sealed: string): Opened | undefined;
}

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param purpose keeps this key apart from any other that is made of the same secret; a version is part of it.
 * @param secret shared by all processes that have to open each other's; a random one when absent.
 */
export function createSealedBox(purpose: string, secret: string | Buffer = randomBytes(KEY_BYTES)): SealedBox {
  const key = Buffer.from(hkdfSync("sha256", secret, "", purpose, KEY_BYTES));
  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      // One seal has one spelling: base64 forgives stray bits and characters, and each spelling would be a new id.
      if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString("base64url") !== sealed) return undefined;
      const iv = bytes.subarray(0, IV_BYTES);
      const text = decrypt(key, iv, bytes.subarray(IV_BYTES));
      return text === undefined ? undefined : { id: iv.toString("base64url"), text };
    },
  };
}

function decrypt(key: Buffer, iv: Buffer, tagAndSealed: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, iv);
  decipher.setAuthTag(tagAndSealed.subarray(0, TAG_BYTES));
  try {
    // All of the text: what `final` adds to it in this mode is only the proof.
    const text = decipher.update(tagAndSealed.subarray(TAG_BYTES));
    decipher.final();
    return text.toString("utf8");
  } catch {
    return undefined;
  }
}
