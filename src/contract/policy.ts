import * as v from "valibot";
import { type Conversion, conversionDetail } from "./conversion.ts";
import type { ErrorCode, Failure } from "./errors.ts";

/** Types taken when an operator names none: raster images that cannot carry script. */
export const DEFAULT_ACCEPT = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] as const;

/** 100 MiB, in bytes. */
export const DEFAULT_MAX_FILE_SIZE = 100 * 1024 ** 2;

/** The most that one COS PUT takes: 5 GB, in bytes (COS documentation, PUT Object). */
export const COS_MAX_PUT_SIZE = 5 * 1024 ** 3;

/** What may be uploaded; the same rules on both sides. */
export const FilePolicy = v.object({
  /** MIME types, lower case. */
  accept: v.pipe(v.array(v.string()), v.minLength(1)),
  /** In bytes. */
  maxFileSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type FilePolicy = v.InferOutput<typeof FilePolicy>;

/** Why a file of this size may not go up, or `undefined`. */
export function refuseSize(size: number, policy: FilePolicy): ErrorCode | undefined {
  if (size === 0) return "empty_file";
  return size > policy.maxFileSize ? "too_large" : undefined;
}

/** Why a file of this type may not go up, or `undefined`. `type` is what its bytes prove, not what its name says. */
function refuseType(type: string | undefined, policy: FilePolicy): ErrorCode | undefined {
  return type !== undefined && policy.accept.includes(type) ? undefined : "type_not_accepted";
}

/** What is to go up. */
interface Content {
  readonly blob: Blob;
  /** MIME type proved by the first bytes; absent when they prove none. */
  readonly type: string | undefined;
  /** What converting it came to, where that was tried. */
  readonly conversion?: Conversion;
}

/**
 * Why this content may not go up, or `undefined`. The detail of a type that is not taken is that type; that of content
 * which is too large says what converting it came to, where that was tried.
 */
export function refuseContent({ blob, type, conversion }: Content, policy: FilePolicy): Failure | undefined {
  const refused = refuseType(type, policy);
  if (refused !== undefined && conversion?.kind === "kept") {
    return { code: "conversion_failed", detail: conversion.reason };
  }
  if (refused !== undefined) return { code: refused, ...(type !== undefined && { detail: type }) };
  const code = refuseSize(blob.size, policy);
  if (code === "too_large" && conversion !== undefined) {
    return { code, detail: conversionDetail(conversion) };
  }
  return code === undefined ? undefined : { code };
}
