import type { Secret } from "../../core/secret.ts";
import type { BackendFacts, BackendOptions, ProgramRequest, ProgramResult, RemoteVault } from "../backend.ts";
import { badStatus, denied, notLoggedIn, notStored, unreachable } from "../failure.ts";
import { says } from "../json.ts";

/** What programs say on stderr, in groups that mean the same for the user. Words only; the text is never shown. */
const meanings = [
  ["missing", /not found|isn't an item|isn't in|no such|does not exist|doesn't exist|is not in the password store/i],
  [
    "login",
    /not (?:currently )?(?:signed|logged) in|log ?in|unauthorized|unauthenticated|no accounts configured|session expired|authenticat|401/i,
  ],
  ["rate", /too many requests|rate.?limit|429/i],
  ["rights", /permission|forbidden|access denied|not allowed|403/i],
  ["network", /dial tcp|could not resolve|connection refused|network|timed? ?out|no such host/i],
] as const;

type Meaning = (typeof meanings)[number][0] | "other";

export function meaningOf({ stderr }: ProgramResult): Meaning {
  return meanings.find(([, pattern]) => says(stderr, pattern))?.[0] ?? "other";
}

export interface Calling {
  readonly what: string; // "read op://v/i/f"
  readonly login: string; // how to log in
}

/** The program's output; undefined when it says that there is no such thing. Throws for everything else. */
export async function callProgram(
  { facts, ports }: BackendOptions,
  request: ProgramRequest,
  { what, login }: Calling,
): Promise<Secret | undefined> {
  const result = await ports.run(facts.title, request);
  if (result.code === 0) return result.stdout;
  const meaning = meaningOf(result);
  switch (meaning) {
    case "missing":
      return undefined;
    case "login":
      throw notLoggedIn(facts.title, login);
    case "rate":
      throw badStatus(facts.title, 429, what);
    case "rights":
      throw denied(facts.title, what, "the login lacks this right; ask whoever owns the vault");
    case "network":
      throw unreachable(facts.title, "does not answer", "check the network, then try again; nothing was changed");
    case "other":
      throw unreachable(
        facts.title,
        `could not ${what}: ${request.file} ended with ${String(result.code)}`,
        `run it yourself to see why: ${request.file} ${request.args[0] ?? ""}`.trim(),
      );
  }
}

export function resolvesWith({ schemes }: BackendFacts): (reference: string) => boolean {
  return (reference) => schemes.some((scheme) => reference.startsWith(scheme));
}

/** Nothing is made for one command by a program that stores values. */
export const noLeases: Pick<RemoteVault, "leases" | "makes" | "end"> = {
  makes: () => Promise.resolve(false),
  leases: () => [],
  end: () => Promise.resolve([]),
};

export async function requireStored(vault: Pick<RemoteVault, "get">, reference: string, value: Secret): Promise<void> {
  if ((await vault.get(reference))?.equals(value) !== true) throw notStored(reference);
}
