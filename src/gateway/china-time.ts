/** China Standard Time, which has no summer time, is so far ahead of UTC; ms. The published API keeps its clock in it. */
export const UTC_OFFSET_MS = 8 * 3_600_000;
