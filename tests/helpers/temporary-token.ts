import { createHmac } from "node:crypto";

/** Long enough to make temporary tokens of. */
export const LONG_SECRET = "0123456789abcdef0123456789abcdef";

/** A temporary token as the documents tell a panel's backend to make one. @param expiry seconds since the epoch. */
export function temporaryToken(secret: string, expiry: number | string): string {
  return `t1.${expiry}.${macOf(secret, `cosdrop-access.t1.${expiry}`)}`;
}

/** In lower-case hex. */
export function macOf(secret: string, message: string): string {
  return createHmac("sha256", secret).update(message).digest("hex");
}
