/** The system's code of a failed call, "ENOENT"; undefined for any other thrown thing. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
