const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** `30m`, `8h` or `7d` in seconds; undefined for anything else. */
export function readLifetime(text: string): number | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,8})([mhd])$/.exec(text) ?? [];
  const seconds = UNIT_SECONDS[unit];
  return seconds === undefined ? undefined : Number(count) * seconds;
}
