/** Tells the host's developer in the console why something did nothing. */
export interface Hints {
  /** Says `text` the first time that this `topic` comes up: a flood of messages must not become a flood of lines. */
  say(topic: string, text: string): void;
}

/** Nothing was said yet. @param warn where it is said. */
export function createHints(warn: (text: string) => void = console.warn): Hints {
  const said = new Set<string>();
  return {
    say(topic, text) {
      if (said.has(topic)) return;
      said.add(topic);
      warn(`cosdrop: ${text}`);
    },
  };
}
