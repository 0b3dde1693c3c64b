/** Every expected failure has one of these codes. Exit codes and messages hang on them, so they are public. */
export type ErrorCode =
  | "usage" // wrong flags or arguments
  | "config.invalid" // a settings, policy or rule file that does not parse or validate
  | "file.unreadable"
  | "file.unwritable"
  | "file.changed" // a file changed between plan and write
  | "busy" // another Leastkey holds the lock
  | "home.unusable" // LEASTKEY_HOME cannot be created, read or written
  | "index.unusable" // the guard's index is missing, torn or from a newer version
  | "audit.broken" // the audit trail does not verify
  | "collector.unreachable" // the OpenTelemetry collector did not take the records
  | "vault.locked"
  | "vault.passphrase" // a wrong passphrase
  | "vault.corrupt"
  | "vault.unreachable"
  | "vault.missing" // no such item
  | "vault.exists"
  | "reference.invalid"
  | "move.refused" // a replacement would break or expose the program
  | "policy.denied" // the policy does not permit this use of a credential
  | "not-found" // nothing at the place named
  | "consent" // a write that nobody agreed to
  | "cancelled";

/** An expected failure: what happened (lower case, no full stop) and what to do about it. Never holds a value. */
export class LeastkeyError extends Error {
  override readonly name = "LeastkeyError";
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** The exit code of the command line for each kind of failure (product design, section 3). */
export function exitCodeOf(code: ErrorCode): 1 | 2 | 3 | 130 {
  switch (code) {
    case "usage":
    case "config.invalid":
    case "consent":
    case "reference.invalid":
      return 2;
    case "cancelled":
      return 130;
    case "file.unreadable":
    case "file.unwritable":
    case "home.unusable":
    case "index.unusable":
    case "vault.unreachable":
    case "collector.unreachable":
    case "busy":
      return 3;
    case "file.changed":
    case "audit.broken":
    case "vault.locked":
    case "vault.passphrase":
    case "vault.corrupt":
    case "vault.missing":
    case "vault.exists":
    case "move.refused":
    case "policy.denied":
    case "not-found":
      return 1;
  }
}

/** The text of any thrown thing, for a message; a non-error gives its string. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
