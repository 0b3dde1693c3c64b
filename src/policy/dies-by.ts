import { destroyedByCommand, destroyedByRequest } from "../core/destructive/destroyed.ts";
import type { Dying } from "./classify-use.ts";
import type { CredentialUse } from "./request.ts";

/** What a use would destroy, by the catalogue; undefined: nothing that is known. */
export function diesBy(use: CredentialUse): Dying | undefined {
  if (use.kind === "list") return undefined;
  const found = use.kind === "command" ? destroyedByCommand(use.argv) : destroyedByRequest(use);
  if (found === undefined) return undefined;
  return { what: found.backups === undefined ? found.what : `${found.what} (${found.backups})`, bulk: found.bulk };
}
