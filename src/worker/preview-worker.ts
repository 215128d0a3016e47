import type { PreviewReply, PreviewRequest } from "../contract/preview-messages.ts";
import { drawPreview } from "./preview.ts";

// Only the page that started this worker can post to it, so its requests are ours.
self.addEventListener("message", async ({ data: { id, blob } }: MessageEvent<PreviewRequest>) => {
  const preview = await drawPreview(blob).catch(() => undefined);
  const reply: PreviewReply = { id, ...(preview && { preview }) };
  self.postMessage(reply);
});
