/** The code of an error of the system's or of Node's, such as ENOENT; `undefined` of any other value. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
