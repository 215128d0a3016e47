/** Where everything lies in the kernel's memory, in bytes. The compiled code and its caller both read this. */

/** Running state: four words of MD5 (a, b, c, d), then five of SHA-1 (a … e), little endian. */
export const STATE_AT = 0;
/** Words of MD5's state. */
export const MD5_WORDS = 4;
/** Words of SHA-1's state. */
export const SHA1_WORDS = 5;

/** SHA-1's 80 schedule words of the block at hand; in the SIMD build the round constants are added already. */
export const SCHEDULE_AT = 64;

/** A copy of the block at hand: a load from a fixed address needs no register for the address. */
export const BLOCK_AT = SCHEDULE_AT + 80 * 4;

/** Whole blocks to be hashed. */
export const INPUT_AT = 4096;

/** Both algorithms' block, in bytes. */
export const BLOCK_BYTES = 64;

/** The unit of WebAssembly memory, in bytes. */
const PAGE_BYTES = 65_536;

/** The kernel's whole memory, in pages. */
export const MEMORY_PAGES = 2;

/** How much input fits at a time: small enough to stay in a core's cache between the copy and the hashing. */
export const INPUT_BYTES = MEMORY_PAGES * PAGE_BYTES - INPUT_AT;
