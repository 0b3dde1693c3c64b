import { isBulk, isCrossAccount } from "./reach.ts";
import type { CredentialAction, CredentialUse } from "./request.ts";

/** What a use amounts to. */
export interface ClassifiedUse {
  readonly action: CredentialAction | "list";
  /** What it destroys, for people. */
  readonly dies?: string;
  /** It acts on many things at once. */
  readonly bulk: boolean;
  /** It changes to another account than the credential's own. */
  readonly crossAccount: boolean;
}

export function classifyUse(use: CredentialUse, dies: (use: CredentialUse) => Dying | undefined): ClassifiedUse {
  const death = dies(use);
  const destroyed = death === undefined ? {} : { dies: death.what };
  switch (use.kind) {
    case "list":
      return { action: "list", bulk: false, crossAccount: false };
    case "command":
      return {
        action: death === undefined ? "run" : "delete",
        bulk: death?.bulk === true || isBulk(use),
        crossAccount: isCrossAccount(use),
        ...destroyed,
      };
    case "http": {
      const action = death === undefined ? actionOf(use.method, use.body) : "delete";
      return { action, bulk: death?.bulk === true || isBulk(use), crossAccount: isCrossAccount(use), ...destroyed };
    }
  }
}

export interface Dying {
  readonly what: string;
  readonly bulk: boolean;
}

/** A GraphQL or SQL text that only asks is a read, whatever the method. */
function actionOf(method: string, body: string | undefined): CredentialAction {
  const verb = method.toUpperCase();
  if (verb === "DELETE") return "delete";
  if (verb === "GET" || verb === "HEAD" || verb === "OPTIONS") return "read";
  return body !== undefined && onlyAsks(body) ? "read" : "write";
}

function onlyAsks(body: string): boolean {
  const query = /^\s*\{\s*"query"\s*:\s*"\s*(?:query\b|\\?\{|\{)/.test(body);
  return query && !/\bmutation\b|\bsubscription\b/.test(body);
}
