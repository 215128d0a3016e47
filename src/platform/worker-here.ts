import { isOpaque } from "./opaque-origin.ts";

/**
 * The browser's `Worker`, which starts no script of another origin. A page without an origin gets one that does: from a
 * blob, which is the page's own, and which imports the script. Under its own address the script finds what it imports in
 * turn, and the page's policy holds for all of it.
 */
export function workerHere(): typeof Worker {
  if (!isOpaque()) return Worker;
  return class extends Worker {
    readonly #blob: string;

    constructor(script: string | URL) {
      const text = importing(new URL(script, location.href).href);
      const blob = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      // Not as a module: Chromium starts none from a blob of a page without an origin.
      super(blob);
      this.#blob = blob;
      this.addEventListener("message", () => URL.revokeObjectURL(blob), { once: true });
    }

    override terminate(): void {
      super.terminate();
      // One that never started has not said anything.
      URL.revokeObjectURL(this.#blob);
    }
  };
}

/** Keeps for the script what was sent before it listened. */
function importing(script: string): string {
  return `
const early = [];
const keep = ({ data }) => early.push(data);
addEventListener("message", keep);
import(${JSON.stringify(script)}).then(
  () => {
    removeEventListener("message", keep);
    for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
  },
  (error) => setTimeout(() => { throw error; }),
);`;
}
