/** One browser with one page, as far as the main job and the embedding need it. */
export interface BrowserSession {
  readonly name: string;
  open(url: string): Promise<void>;
  /** Evaluates an expression and awaits it; the value must be plain data. @param frame in the embedded page. */
  evaluate(expression: string, frame?: boolean): Promise<unknown>;
  /** Chooses files of this machine in an `<input type="file">`. @param frame in the embedded page. */
  chooseFiles(selector: string, paths: readonly string[], frame?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Which browsers to run in; all three unless `BROWSERS` names some, such as `firefox,webkit`. */
const BROWSER_NAMES = ["chromium", "firefox", "webkit"] as const;
export type BrowserName = (typeof BROWSER_NAMES)[number];

export function chosenNames(): BrowserName[] {
  const wanted = process.env.BROWSERS?.split(",");
  return BROWSER_NAMES.filter((name) => wanted === undefined || wanted.includes(name));
}
