import { inspect } from "node:util";

/**
 * A failure whose message is all that a person needs: what is wrong and what to do. Where it was raised would only hide
 * the sentence, so neither a printed stack nor an inspection shows it (Vite inspects what a plugin throws).
 */
export class Advice extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = message;
  }
  [inspect.custom](): string {
    return this.message;
  }
}
