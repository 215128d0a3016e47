/** What one check found: a sentence, and what to change where it is not good. */
export interface Finding {
  readonly status: "ok" | "note" | "fail";
  readonly what: string;
  readonly fix?: string;
}

/** All is well. */
export const ok = (what: string): Finding => ({ status: "ok", what });
/** Uploads work, and something could be better. */
export const note = (what: string, fix: string): Finding => ({ status: "note", what, fix });
/** Uploads do not work. */
export const fail = (what: string, fix: string): Finding => ({ status: "fail", what, fix });
