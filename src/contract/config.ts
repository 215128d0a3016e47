import * as v from "valibot";
import { FilePolicy } from "./policy.ts";

/** Where the page asks for its configuration. */
export const CONFIG_PATH = "/api/config";

/** Who signs: the embedded default, the operator's own bucket, or somebody else's sign API. */
export const SignMode = v.picklist(["embedded", "bucket", "third-party"]);
export type SignMode = v.InferOutput<typeof SignMode>;

/** What the page may know of the gateway: nothing secret. Answered by `GET /api/config`. */
export const PublicConfig = v.object({
  mode: SignMode,
  policy: FilePolicy,
  /** The sign API wants `Authorization: Bearer <token>`. */
  tokenRequired: v.boolean(),
  /**
   * Exact origins beside the page's own that it may send to or show pictures from: a signed PUT goes straight to one of
   * them, or through the relay; and plain http is believed of their links alone.
   */
  uploadOrigins: v.array(v.string()),
  /** Exact origins that may frame the page. */
  embedOrigins: v.array(v.string()),
});
export type PublicConfig = v.InferOutput<typeof PublicConfig>;
