/**
 * Puts text on the clipboard. Must be called from a click or a key press; the text itself may come later, which Safari
 * allows to a promise inside a ClipboardItem alone.
 * @returns false when the browser refuses in every way; the caller then shows the text to be copied by hand.
 */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  // Asked for at once, while the click still counts.
  const written = writeItem(text);
  const known = await text;
  return (await written) || (await writeText(known)) || copyBySelection(known);
}

/* Each way fails without permission (a frame), without a secure context (plain http), and where there is no such API. */

async function writeItem(text: string | Promise<string>): Promise<boolean> {
  try {
    const blob = Promise.resolve(text).then((known) => new Blob([known], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return false;
  }
}

async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
