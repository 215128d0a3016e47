/** The most that a mistyped name may differ: letters put in, left out or replaced. */
const MOST_DIFFERENCES = 3;

/** The one of `names` that is most like `written`, whatever the case; `undefined` when none is much like it. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toUpperCase();
  // In a short name, three letters are all of it.
  let least = Math.min(MOST_DIFFERENCES, Math.floor(written.length / 2)) + 1;
  let nearest: string | undefined;
  for (const name of names) {
    const distance = differences(wanted, name);
    if (distance >= least) continue;
    least = distance;
    nearest = name;
  }
  return nearest;
}

/** The Levenshtein distance. */
function differences(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
