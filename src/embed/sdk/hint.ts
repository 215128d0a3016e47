/** Tells the developer why something did nothing. */
export type Hint = (text: string) => undefined;

/** One line for each text, however often it comes up. */
export function createHint(): Hint {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) console.warn(`cosdrop: ${text}`);
    said.add(text);
  };
}
