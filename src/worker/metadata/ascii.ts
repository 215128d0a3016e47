/** Whether the ASCII text stands at `at`. */
export function hasAscii(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** ASCII text as bytes. */
export function asciiBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const ONE_BYTE = new TextDecoder("windows-1252");

/** One character per byte, ASCII as it is, so that an index in the text is an index in the bytes. */
export function byteText(bytes: Uint8Array): string {
  return ONE_BYTE.decode(bytes);
}
