/** SHA-1's message schedule, as one of the two builds computes it. */
export interface Schedule {
  /** Statements before the loop. */
  readonly declarations: readonly string[];
  /** Statements that copy the block at `input` to where MD5's steps read it. */
  readonly takeBlock: readonly string[];
  /** Statements in order, as 80 pieces: words up to `t` are in memory once piece `t` has run. */
  readonly pieces: readonly (readonly string[])[];
  /** Whether the words in memory include the round constants. */
  readonly wordHasConstant: boolean;
}
