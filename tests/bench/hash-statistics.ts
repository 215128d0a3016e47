/** The value that this part (0 to 1) of all values stays below, between neighbours in proportion. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** One measurement against another of the same round: what loads the machine loads both. */
export const ratios = (values: readonly number[], others: readonly number[]) =>
  values.flatMap((value, i) => (others[i] === undefined ? [] : [value / others[i]]));

/** `2.1 (1.9–2.4)`: the median, and where the middle half lies. */
export function withSpread(values: readonly number[], digits: number): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(values, part).toFixed(digits));
  return `${middle} (${low}–${high})`;
}
