import { LeastkeyError } from "../core/errors.ts";

/** `leastkey://project/environment/item/field` */
export interface Reference {
  readonly project: string;
  readonly environment: string;
  readonly item: string;
  readonly field: string;
}

const scheme = "leastkey://";
const allowed = /^[A-Za-z0-9_.-]{1,128}$/;

/** Throws `reference.invalid`; the message names the fault and never repeats the text, which may be a value. */
export function parseReference(text: string): Reference {
  if (!text.startsWith(scheme)) throw invalid(`it does not start with ${scheme}`);
  const [project, environment, item, field, ...rest] = text.slice(scheme.length).split("/");
  if (
    project === undefined ||
    environment === undefined ||
    item === undefined ||
    field === undefined ||
    rest.length > 0
  ) {
    throw invalid("it needs four parts: project/environment/item/field");
  }
  return checked({ project, environment, item, field });
}

/** The text of a reference; throws `reference.invalid` when a part holds what no reference may. */
export function formatReference(reference: Reference): string {
  const { project, environment, item, field } = checked(reference);
  return `${scheme}${project}/${environment}/${item}/${field}`;
}

export function isOurReference(text: string): boolean {
  const parts = text.startsWith(scheme) ? text.slice(scheme.length).split("/") : [];
  return parts.length === 4 && parts.every(isPart);
}

/** Any text as one part of a reference: "My Shop (EU)" becomes "My-Shop-EU". */
export function referencePart(text: string, fallback: string): string {
  const part = text
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "")
    .slice(0, 128);
  return isPart(part) ? part : fallback;
}

function checked(reference: Reference): Reference {
  const parts = [reference.project, reference.environment, reference.item, reference.field];
  if (!parts.every(isPart)) throw invalid("a part may hold letters, digits, '_', '.' and '-', at most 128 of them");
  return reference;
}

/** "." and ".." would mean something else once a reference becomes a path in another vault. */
function isPart(text: string): boolean {
  return allowed.test(text) && text !== "." && text !== "..";
}

function invalid(why: string): LeastkeyError {
  return new LeastkeyError(
    "reference.invalid",
    `this is not a reference: ${why}`,
    "write it as leastkey://project/environment/item/field",
  );
}
