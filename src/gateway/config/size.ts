import * as v from "valibot";

/** Bytes per unit. MB and MiB are the same here, 1024², as COS and file managers count. */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

const SIZE = /^(\d{1,15}(?:\.\d{1,3})?)\s*(?:([kmgt])(?:i?b)?|b)?$/i;

/** Text such as `100MB`, `1GiB`, `512 k` or `4096` as a whole number of bytes. */
export const Size = v.pipe(
  v.string(),
  v.regex(SIZE),
  v.transform((text) => {
    const [, amount = "", unit = ""] = SIZE.exec(text) ?? [];
    return Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? Number.NaN));
  }),
  v.safeInteger(),
);

/** A number of bytes for people: `100 MB`. */
export function formatSize(bytes: number): string {
  const unit = bytes >= 1024 ** 3 ? "g" : bytes >= 1024 ** 2 ? "m" : bytes >= 1024 ? "k" : "b";
  const amount = Math.round((bytes / (UNITS[unit] ?? 1)) * 10) / 10;
  return `${amount} ${unit === "b" ? "B" : `${unit.toUpperCase()}B`}`;
}
