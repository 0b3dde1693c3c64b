import { byMutation, type Destroyed, destroyedByCommand, destroyedByRequest } from "./destroyed.ts";

const deadlyName =
  /(?:^|[_\-./:])(?:delete|destroy|drop|remove|purge|wipe|truncate|terminate)(?:$|[_\-./:])|(?:Delete|Destroy|Drop|Purge|Wipe)(?=[A-Z]|$)/;
const statement =
  /^\s*(?:drop\s+(?:database|schema|table|user|role)|truncate\s+(?:table\s+)?\w|delete\s+from\s+[\w."]+\s*;?\s*$)/i;

/** By a tool's name and arguments: a command, a request, a statement in them, else a name that says it. */
export function destroyedByTool(tool: string | undefined, strings: readonly string[]): Destroyed | undefined {
  const inText = strings.map(destroyedByText).find((one) => one !== undefined);
  if (inText !== undefined) return inText;
  const method = strings.find((text) => /^(?:delete|post|put|patch)$/i.test(text));
  const address = strings
    .map((text) => /^https?:\/\/([^\s/:@]+)(?::\d+)?(\/\S*)?$/i.exec(text))
    .find((one) => one !== null);
  if (method !== undefined && address !== undefined && address !== null) {
    const request = { method, host: (address[1] ?? "").toLowerCase(), path: address[2] ?? "/" };
    const found = destroyedByRequest({ ...request, body: strings.join("\n") });
    if (found !== undefined) return found;
  }
  if (tool === undefined || !deadlyName.test(tool)) return undefined;
  return { what: "what that tool deletes", backups: undefined, service: serviceOf(tool), bulk: false };
}

function destroyedByText(text: string): Destroyed | undefined {
  if (statement.test(text)) {
    return { what: "tables or rows of that database", backups: undefined, service: "databases", bulk: true };
  }
  if (text.length > 64 * 1024) return undefined;
  return byMutation(text) ?? destroyedByCommand(text.trim().split(/\s+/));
}

/** `mcp__railway__volume_delete` is Railway's, as far as its name goes. */
const serviceOf = (tool: string): string => /^(?:mcp__)?([a-z0-9]+)/i.exec(tool)?.[1]?.toLowerCase() ?? "unknown";
