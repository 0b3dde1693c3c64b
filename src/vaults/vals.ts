import { badReference } from "./failure.ts";
import { formatReference, parseReference, type Reference } from "./reference.ts";

/** `ref+BACKEND://PATH?PARAMS#/KEY`, the grammar of vals (helmfile, Argo), for backends without a form of their own. */
export interface ValsReference {
  readonly backend: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The key inside the stored document; undefined: the whole. */
  readonly key: string | undefined;
}

/** What a reference in a workspace may never choose: where our token is sent, or a program that is run. */
const steering = /^(?:address|addr|url|host|endpoint|proto|auth_method|role|profile|token|.*_file|.*_env)$/i;

/** Throws `reference.invalid`; `title` and `form` are for the message. */
export function parseVals(
  text: string,
  { title, form }: { readonly title: string; readonly form: string },
): ValsReference {
  const match = /^(?:secret)?ref\+([a-z0-9]+):\/\/([^?#\s]+)(?:\?([^#\s]*))?(?:#\/?([^\s]*?))?\+?$/.exec(text);
  const [, backend, path, query, key] = match ?? [];
  if (backend === undefined || path === undefined) throw badReference(title, "it has another form", form);
  const params: Record<string, string> = {};
  for (const pair of (query ?? "").split("&").filter((one) => one !== "")) {
    const [name = "", value = ""] = pair.split("=", 2);
    if (steering.test(name)) {
      throw badReference(title, `it sets ${name}, which only your own settings may`, form);
    }
    params[decoded(name)] = decoded(value);
  }
  const plain = decoded(path);
  if (plain.split("/").some((part) => part === "." || part === "..")) {
    throw badReference(title, "its path steps up", form);
  }
  if (/[?#\\\u0000-\u001f]/.test(plain)) throw badReference(title, "its path holds what no path may", form);
  return { backend, path: plain, params, key: key === undefined || key === "" ? undefined : decoded(key) };
}

export function formatVals({ backend, path, params, key }: ValsReference): string {
  const query = Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `ref+${backend}://${path}${query === "" ? "" : `?${query}`}${key === undefined ? "" : `#/${key}`}`;
}

/** Checked, so that a part cannot turn into a path of its own. */
export function safeParts(parts: Reference): Reference {
  return parseReference(formatReference(parts));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign stands for itself
  }
}
