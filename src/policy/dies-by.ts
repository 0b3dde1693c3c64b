import { destroyedBy } from "../core/shell/destructive.ts";
import type { Dying } from "./classify-use.ts";
import type { CredentialUse } from "./request.ts";

/** What a use would destroy, by the catalogue; undefined: nothing that is known. */
export function diesBy(use: CredentialUse): Dying | undefined {
  if (use.kind === "list") return undefined;
  const line =
    use.kind === "command"
      ? use.argv.join(" ")
      : `curl -X ${use.method} https://${use.host}${use.path} ${use.body ?? ""}`;
  const what = destroyedBy(line);
  return what === undefined ? undefined : { what, bulk: false };
}
