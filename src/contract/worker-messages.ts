import * as v from "valibot";
import { Conversion, type ConversionOrder } from "./conversion.ts";
import { Digests } from "./digest.ts";
import { ErrorCode } from "./errors.ts";
import type { PrivacyLevel } from "./preferences.ts";
import { Removal } from "./removal.ts";

/** Up to this size, in bytes, a file is read once, and hashed by the job that prepares it. */
export const SMALL_BYTES = 4 * 1024 ** 2;

/** Page → worker. One job is one `id`; a job ends with exactly one of `prepared`, `hashed` or `failed`. */
export type WorkerRequest =
  | {
      readonly type: "prepare";
      readonly id: number;
      readonly blob: Blob;
      readonly privacy: PrivacyLevel;
      /** Absent when nothing is to be converted. */
      readonly conversion?: ConversionOrder | undefined;
      /** Whether the digests of what goes up are wanted too; for blobs of at most `SMALL_BYTES`. */
      readonly digests: boolean;
    }
  | { readonly type: "hash"; readonly id: number; readonly blob: Blob }
  /** Ends the job without an answer. */
  | { readonly type: "cancel"; readonly id: number };

/** Worker → page. */
export const WorkerReply = v.variant("type", [
  /** Said once, when the self-test has passed; `engine` is for tests and benchmarks, and shown nowhere. */
  v.object({ type: v.literal("ready"), engine: v.picklist(["simd", "wasm", "js"]) }),
  /** Bytes hashed so far. */
  v.object({ type: v.literal("progress"), id: v.number(), loaded: v.number() }),
  v.object({
    type: v.literal("prepared"),
    id: v.number(),
    /** The type that the bytes that are to go up prove; absent when they prove none. */
    imageType: v.optional(v.string()),
    /** The bytes that are to go up, where they are not the given ones. */
    blob: v.optional(v.blob()),
    /** Absent when nobody was to look for metadata. */
    removal: v.optional(Removal),
    /** Absent when nothing was to be converted. */
    conversion: v.optional(Conversion),
    /** Of the bytes that are to go up; absent when they were not wanted, or prove no type. */
    digests: v.optional(Digests),
  }),
  v.object({ type: v.literal("hashed"), id: v.number(), digests: Digests }),
  v.object({ type: v.literal("failed"), id: v.number(), code: ErrorCode, detail: v.string() }),
]);
export type WorkerReply = v.InferOutput<typeof WorkerReply>;
