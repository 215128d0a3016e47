/** AssemblyScript statements that stay together, in order. */
export type Half = readonly string[];

/** One algorithm's steps, each as two halves. A half needs the halves before it, of its own algorithm only. */
export type Steps = readonly (readonly [Half, Half])[];

/** A 32-bit constant. */
export const hex = (value: number) => `0x${(value >>> 0).toString(16)}`;

/**
 * The names that the state's variables have in a step. Both algorithms shift their variables by one place a step;
 * shifting the names instead costs nothing.
 */
export function rotated<const Names extends readonly string[]>(
  names: Names,
  step: number,
): { readonly [K in keyof Names]: string };
export function rotated(names: readonly string[], step: number): readonly string[] {
  const shift = (names.length - (step % names.length)) % names.length;
  return [...names.slice(shift), ...names.slice(0, shift)];
}
