import { RESIZE_TOLERANCE_PX } from "../../contract/embed-protocol.ts";

/**
 * Tells how high the content is, in px, whenever that changes: once a frame at most, which is how ResizeObserver works.
 * @returns the way to stop.
 */
export function watchContentHeight(content: Element, onHeight: (height: number) => void): () => void {
  let told = 0;
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    // Nothing has a height while the host hides the frame; what was told still holds.
    if (height === 0 || Math.abs(height - told) <= RESIZE_TOLERANCE_PX) return;
    told = height;
    onHeight(height);
  });
  observer.observe(content);
  return () => observer.disconnect();
}
