import { LeastkeyError } from "../core/errors.ts";
import { recogniseReference } from "../core/reference.ts";
import type { BackendFacts } from "./backend.ts";
import { backendOf } from "./backends.ts";
import { badReference } from "./failure.ts";
import { isOurReference, parseReference } from "./reference.ts";
import { parseVals } from "./vals.ts";

/** What a text that begins as a reference says by itself; nobody is asked. */
export interface AboutReference {
  /** "Leastkey vault", "1Password", "vals" */
  readonly system: string;
  /** The vault elsewhere that would be asked; undefined: the embedded one, or a system that only its own tool knows. */
  readonly backend: BackendFacts | undefined;
  readonly isOurs: boolean;
  /** Who else resolves it: "op run". */
  readonly tool: string | undefined;
  /** "item stripe, field key of shop in production" */
  readonly pointsAt: string;
  /** Why nobody can resolve it; a template with holes in it is no broken reference. */
  readonly fault: LeastkeyError | undefined;
}

export function aboutReference(text: string): AboutReference {
  const isOurs = text.startsWith("leastkey://");
  const backend = isOurs ? undefined : backendOf(text);
  const known = recogniseReference(text);
  const system = isOurs ? "Leastkey vault" : (backend?.title ?? known?.system ?? "another system");
  const isTemplate = /[<>${}*…]|\.\.\./.test(text) && !isOurReference(text);
  const fault = isTemplate || (known !== undefined && !text.includes("ref+")) ? undefined : faultOf(text, system);
  return { system, backend, isOurs, tool: known?.tool, pointsAt: pointsAt(text), fault };
}

function faultOf(text: string, system: string): LeastkeyError | undefined {
  const form = `${/^(?:>>)?[a-z0-9+]+:(?:\/\/)?/.exec(text)?.[0] ?? ""}…`;
  try {
    if (text.startsWith("leastkey://")) parseReference(text);
    else if (/^(?:secret)?ref\+/.test(text)) parseVals(text, { title: system, form });
    else return badReference(system, "a part is missing, or holds what no part may", form);
    return undefined;
  } catch (error) {
    if (error instanceof LeastkeyError) return error;
    throw error;
  }
}

function pointsAt(text: string): string {
  if (isOurReference(text)) {
    const { project, environment, item, field } = parseReference(text);
    return `item ${item}, field ${field} of ${project} in ${environment}`;
  }
  const [, path = "", key] = /^[^:]+:(?:\/\/)?([^#?]*)(?:\?[^#]*)?(?:#\/?(.*))?$/.exec(text) ?? [];
  return key === undefined || key === "" ? path : `key ${key} of ${path}`;
}
