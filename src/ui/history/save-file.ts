/** The browser reads the address after the click; this long it must stay good, in ms. */
const REVOKE_AFTER_MS = 60_000;

/** Hands a file to the person, as a download. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = file.name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
