/** Pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** The dimensions with the longest side at most `maxSide` (0: as it is), in the same proportion, never enlarged. */
export function fitWithin({ width, height }: Dimensions, maxSide: number): Dimensions {
  const longest = Math.max(width, height);
  if (maxSide === 0 || longest <= maxSide) return { width, height };
  const scaled = (side: number) => Math.max(1, Math.round((side * maxSide) / longest));
  return { width: scaled(width), height: scaled(height) };
}
