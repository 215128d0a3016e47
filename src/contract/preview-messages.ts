import * as v from "valibot";

/** Page → preview worker: a small picture of these bytes is wanted. */
export interface PreviewRequest {
  readonly id: number;
  readonly blob: Blob;
}

/** Preview worker → page: one for every request. */
export const PreviewReply = v.object({
  id: v.number(),
  /** Absent when the picture cannot be decoded. */
  preview: v.optional(v.blob()),
});
export type PreviewReply = v.InferOutput<typeof PreviewReply>;
