import * as v from "valibot";

/** What pictures can be converted to. */
export const CONVERSION_TYPES = ["image/webp", "image/avif", "image/jpeg"] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];

export const MIN_QUALITY = 1;
export const MAX_QUALITY = 100;

/** The longest side that may be asked for, in pixels: what a WebP file can have. */
export const MAX_SIDE = 16_383;

/** How pictures are to be converted. */
export const ConversionTarget = v.object({
  type: v.fallback(v.picklist(CONVERSION_TYPES), "image/webp"),
  /** 1 to 100; higher is better and larger. */
  quality: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(MIN_QUALITY), v.maxValue(MAX_QUALITY)), 80),
  /** The longest side, in pixels; a smaller picture is never enlarged. 0 keeps the size. */
  maxSide: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SIDE)), 0),
});
export type ConversionTarget = v.InferOutput<typeof ConversionTarget>;

/** What a person has set: nothing is converted unless it is switched on. */
export const ConversionSettings = v.object({
  enabled: v.fallback(v.boolean(), false),
  ...ConversionTarget.entries,
});
export type ConversionSettings = v.InferOutput<typeof ConversionSettings>;

/** How pictures are to be converted now. Nothing is converted to a type that would then be refused. */
export function conversionTarget(
  { enabled, ...target }: ConversionSettings,
  accept: readonly string[] | undefined,
): ConversionTarget | undefined {
  return enabled && accept?.includes(target.type) !== false ? target : undefined;
}

/** Without a wish: the type that is shown everywhere comes first. */
const ASKED_FOR: readonly ConversionType[] = ["image/jpeg", "image/webp", "image/avif"];

/**
 * How a picture is converted that a person asks to be, whatever is set for the others: as the settings say where they are
 * switched on, else to JPEG at its full size; to another type that is taken where that one is not.
 * @returns undefined when no type that can be written is taken.
 */
export function askedTarget(
  settings: ConversionSettings,
  accept: readonly string[] | undefined,
): ConversionTarget | undefined {
  const wanted = conversionTarget(settings, accept);
  if (wanted) return wanted;
  const type = ASKED_FOR.find((each) => accept?.includes(each) !== false);
  return type && { type, quality: settings.quality, maxSide: settings.enabled ? settings.maxSide : 0 };
}

/**
 * Why a picture was left as it was: it moves; it would have become larger; or this browser could not decode it, or not
 * write one of its size.
 */
export const KEPT_REASONS = ["animated", "larger", "undecodable"] as const;
export type KeptReason = (typeof KEPT_REASONS)[number];

const Version = v.object({
  /** MIME type. */
  type: v.string(),
  /** Bytes. */
  size: v.number(),
});

/** What converting came to. */
export const Conversion = v.variant("kind", [
  v.object({ kind: v.literal("converted"), from: Version, to: Version }),
  v.object({ kind: v.literal("kept"), reason: v.picklist(KEPT_REASONS) }),
]);
export type Conversion = v.InferOutput<typeof Conversion>;
