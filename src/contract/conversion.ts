import * as v from "valibot";

/** What pictures can be converted to. */
export const CONVERSION_TYPES = ["image/webp", "image/avif", "image/jpeg"] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];

/** What `quality` can be, of every type. */
export const MIN_QUALITY = 1;
export const MAX_QUALITY = 100;

/** The longest side that may be asked for, in pixels: what a WebP file can have. */
export const MAX_SIDE = 16_383;

/** How pictures are to be converted. */
export const ConversionTarget = v.object({
  type: v.fallback(v.picklist(CONVERSION_TYPES), "image/webp"),
  /** Higher is better and larger. */
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

/** What a picture is to be converted to, and where that must be even if it makes it larger. */
export interface ConversionOrder extends ConversionTarget {
  /** MIME types that are taken: a picture of another type is of no use as it is. All are unless given. */
  readonly accept?: readonly string[];
}

/** How pictures are to be converted now. Nothing is converted to a type that would then be refused. */
export function conversionOrder(
  { enabled, ...target }: ConversionSettings,
  accept: readonly string[] | undefined,
): ConversionOrder | undefined {
  return enabled && accept?.includes(target.type) !== false ? orderOf(target, accept) : undefined;
}

const orderOf = (target: ConversionTarget, accept: readonly string[] | undefined): ConversionOrder => ({
  ...target,
  ...(accept && { accept }),
});

/** A picture that is over the limit is converted to get below it up to this size, in bytes: it is held as a whole. */
export const MAX_CONVERTED_BYTES = 256 * 1024 ** 2;

/** Without a wish: the type that is shown everywhere comes first, but a picture that may be transparent stays so. */
const ASKED_FOR: readonly ConversionType[] = ["image/jpeg", "image/webp", "image/avif"];
const ASKED_FOR_TRANSPARENT: readonly ConversionType[] = ["image/webp", "image/avif", "image/jpeg"];
const MAYBE_TRANSPARENT: ReadonlySet<string> = new Set(["image/png", "image/webp", "image/avif", "image/tiff"]);

/**
 * How a picture is converted that a person asks to be, whatever is set for the others: as the settings say where they are
 * switched on, else at its full size, to JPEG or, where it may be transparent, to WebP; to another type that is taken
 * where that one is not.
 * @param type what the picture is said to be.
 * @returns undefined when no type that can be written is taken.
 */
export function askedOrder(
  settings: ConversionSettings,
  accept: readonly string[] | undefined,
  type: string,
): ConversionOrder | undefined {
  const wanted = conversionOrder(settings, accept);
  if (wanted) return wanted;
  const order = MAYBE_TRANSPARENT.has(type) ? ASKED_FOR_TRANSPARENT : ASKED_FOR;
  const found = order.find((each) => accept?.includes(each) !== false);
  const { quality } = settings;
  return found && orderOf({ type: found, quality, maxSide: settings.enabled ? settings.maxSide : 0 }, accept);
}

/**
 * Why a picture was left as it was: it moves; it would have become larger; it has too many pixels to be decoded; or this
 * browser could not decode it, or not write one of its size.
 */
const KEPT_REASONS = ["animated", "larger", "pixels", "undecodable"] as const;
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

/** What a refused size says in its detail where converting was tried first. */
export function conversionDetail(conversion: Conversion): string {
  return conversion.kind === "kept" ? conversion.reason : conversion.kind;
}

/** Whether this is the detail of such a refusal. */
export function isConversionDetail(detail: string | undefined): boolean {
  return detail === "converted" || KEPT_REASONS.some((reason) => reason === detail);
}
