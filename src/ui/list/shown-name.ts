/** Characters that turn the direction of text around, or that do not show: harmless as text, but they make names lie. */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A file's or folder's name as the page shows it: without what could make it lie. */
export function shownName(name: string): string {
  return name.replace(DECEPTIVE, "\ufffd");
}

/** How wide the end of a name may be, in Latin letters. */
const END_WIDTH = 10;

/** Characters about twice as wide as a Latin letter. */
const WIDE =
  /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** A file name for showing, and its end, which stays in sight where the whole is cut. */
export function displayName(name: string): { readonly end: string; readonly whole: string } {
  const whole = shownName(name);
  const characters = graphemes(whole);
  const half = Math.ceil(characters.length / 2);
  let from = characters.length;
  for (let width = 0; from > half; from--) {
    width += WIDE.test(characters[from - 1] ?? "") ? 2 : 1;
    if (width > END_WIDTH) break;
  }
  return { end: characters.slice(from).join(""), whole };
}

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : undefined;

/** The characters as a person counts them; a flag or a family is one. */
function graphemes(text: string): string[] {
  return segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : [...text];
}
