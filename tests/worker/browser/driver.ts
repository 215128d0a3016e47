/** What the suites need of a browser: an open page, a function called in it, files chosen by its person. */
export interface BrowserDriver {
  readonly name: string;
  /** Opens a page of its own; the one before it is closed. */
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page and awaits it; the value must be plain data. */
  evaluate(expression: string): Promise<unknown>;
  /** Chooses files of this machine in an `<input type="file">`. */
  chooseFiles(selector: string, paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
