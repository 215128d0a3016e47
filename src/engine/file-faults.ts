import type { ErrorCode } from "../contract/errors.ts";

/** What follows where a file itself is what is wrong, and not the way that it takes. */
export interface FileFault {
  /** It never goes up as it is. Else it was taken, and broke down on its way. */
  readonly isRejection: boolean;
  /** The same bytes may fare better when they are tried once more on this page. */
  readonly mayRetry: boolean;
}

const REFUSED: FileFault = { isRejection: true, mayRetry: false };

/**
 * Failures that another page would come to as well, of a file whose bytes are there. Where they are not (a folder, a
 * picture of another site, one file too many), that alone says all of this.
 */
const FAULTS: Readonly<Partial<Record<ErrorCode, FileFault>>> = {
  type_not_accepted: REFUSED,
  too_large: REFUSED,
  empty_file: REFUSED,
  conversion_failed: REFUSED,
  file_unreadable: { isRejection: true, mayRetry: true },
  file_changed: { isRejection: false, mayRetry: false },
  hash_failed: { isRejection: false, mayRetry: true },
};

/** What is wrong with a file that failed with this code; undefined where that is not the file's own fault. */
export function fileFault(code: ErrorCode): FileFault | undefined {
  return FAULTS[code];
}
