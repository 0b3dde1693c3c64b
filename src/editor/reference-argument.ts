import { LeastkeyError } from "../core/errors.ts";
import { recogniseReference } from "../core/reference.ts";

/** The reference that a row of the vault view hands to its commands; undefined when nothing was handed over. */
export function parseReferenceArgument(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  if ("argument" in argument) return parseReferenceArgument(argument.argument);
  if (!("reference" in argument)) return undefined;
  const { reference } = argument;
  if (typeof reference === "string" && recogniseReference(reference) !== undefined) return reference;
  throw new LeastkeyError("reference.invalid", "that is no reference to a secret", "choose one in the view Vault");
}
