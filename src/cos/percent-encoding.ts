/**
 * Percent-encoding as the COS signature has it: UTF-8, only `A-Za-z0-9-_.~` left alone, upper-case hex.
 * `encodeURIComponent` leaves `!'()*` alone as well, so those are added.
 * @throws URIError for a lone surrogate, which has no UTF-8 form.
 */
export function enc(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Undoes percent-encoding; `undefined` for a stray `%` or for bytes that are not UTF-8. A `+` stays a `+`. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
