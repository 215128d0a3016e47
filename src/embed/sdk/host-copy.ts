/** Copies for a frame that may not. The click was made in the frame, and counts for the pages above it too. */
export async function copyForFrame(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
