import { LeastkeyError } from "../core/errors.ts";

/** The token or the rights are refused; `what` is what was tried, "read secret/app". */
export function denied(title: string, what: string, hint: string): LeastkeyError {
  return new LeastkeyError("vault.denied", `${title} refused to ${what}`, hint);
}

/** No login at all: nothing to prove who we are. */
export function notLoggedIn(title: string, hint: string): LeastkeyError {
  return new LeastkeyError("vault.locked", `nothing proves to ${title} who asks`, hint);
}

export function unreachable(title: string, what: string, hint: string, cause?: unknown): LeastkeyError {
  return new LeastkeyError("vault.unreachable", `${title} ${what}`, hint, cause);
}

/** For a reply whose status none of the adapter's own cases explains. */
export function badStatus(title: string, status: number, what: string): LeastkeyError {
  if (status === 401) return denied(title, what, "its token is wrong or has expired; log in again");
  if (status === 403) return denied(title, what, "the login lacks this right; ask whoever runs the vault");
  if (status === 429) {
    return unreachable(title, "gets too many requests and asks to wait", "try again in a minute; nothing was changed");
  }
  if (status >= 300 && status < 400) {
    return unreachable(title, "sends us to another address", "configure the address that it redirects to");
  }
  if (status >= 500) {
    return unreachable(title, `failed by itself (status ${String(status)})`, "try again later; nothing was changed");
  }
  return new LeastkeyError(
    "vault.unreachable",
    `${title} would not ${what} (status ${String(status)})`,
    "check the reference and the settings of this vault with: leastkey vault test",
  );
}

/** A reference that cannot be meant for this backend; the text is not repeated, for it may be a value. */
export function badReference(title: string, why: string, form: string): LeastkeyError {
  return new LeastkeyError("reference.invalid", `this is no reference of ${title}: ${why}`, `write it as ${form}`);
}

export function exists(reference: string): LeastkeyError {
  return new LeastkeyError(
    "vault.exists",
    `${reference} already holds another value`,
    "choose another name, or overwrite it on purpose",
  );
}

export function notStored(reference: string): LeastkeyError {
  return new LeastkeyError(
    "vault.unreachable",
    `${reference} did not read back as it was written`,
    "nothing else was changed; try again, and check that nobody else writes there",
  );
}

export function readOnly(title: string, why: string): LeastkeyError {
  return new LeastkeyError(
    "vault.denied",
    `Leastkey only reads from ${title}: ${why}`,
    "store the value with its own program, then put the reference into .env",
  );
}
