import { checkApart, checkReadable, checkRotated, checkScoped, checkShortLived } from "./check-credentials.ts";
import { checkAgents, checkBoundaries, checkSearched, checkTrail } from "./check-guard.ts";
import { checkPassports } from "./check-passports.ts";
import type { Evidence } from "./evidence.ts";
import type { Outcome } from "./outcome.ts";

export interface LineFacts {
  readonly id: string;
  /** What is true when the line is done. */
  readonly title: string;
  readonly why: string;
  readonly fix: { readonly detail: string; readonly command?: string };
  readonly check: (evidence: Evidence) => Outcome;
}

/** The credential runbook, in the order in which a team works through it. */
export const runbookLines = [
  {
    id: "readable-paths",
    title: "No secret stands where agents can read it",
    why: "what an agent can read, it sends to its model and keeps in its records",
    fix: { detail: "hide these files from agents", command: "leastkey protect" },
    check: checkReadable,
  },
  {
    id: "scoped",
    title: "Every credential is scoped",
    why: "a credential that can do everything turns one mistake into all of them",
    fix: { detail: "issue the narrower kind, put it in its place and revoke the old one" },
    check: checkScoped,
  },
  {
    id: "environments-apart",
    title: "Staging and production are apart",
    why: "one value for two environments lets work on the one destroy the other",
    fix: { detail: "issue a credential of its own for each environment" },
    check: checkApart,
  },
  {
    id: "short-lived",
    title: "Credentials end by themselves where the provider allows",
    why: "what ends by itself is worth little in an old record",
    fix: { detail: "use the shorter kind that the provider has" },
    check: checkShortLived,
  },
  {
    id: "agents-held",
    title: "Agents are hooked, and the hooks are live",
    why: "an agent that is only asked to stay away may not",
    fix: {
      detail: "write the rules and hooks, and trust them in the agent where it asks",
      command: "leastkey protect",
    },
    check: checkAgents,
  },
  {
    id: "passports",
    title: "Agents have passports",
    why: "an agent without a role may do whatever a credential can",
    fix: { detail: "say what each agent may do in .leastkey/policy.yaml", command: "leastkey policy check" },
    check: checkPassports,
  },
  {
    id: "boundaries-proved",
    title: "Boundary tests pass and are fresh",
    why: "a boundary that nobody tried to cross is a hope",
    fix: { detail: "try to cross each boundary", command: "leastkey test" },
    check: checkBoundaries,
  },
  {
    id: "trail-whole",
    title: "The trail verifies and is anchored outside",
    why: "a trail that could be cut off proves nothing",
    fix: { detail: "keep its head outside, and push it", command: "leastkey audit anchor" },
    check: checkTrail,
  },
  {
    id: "exposures-searched",
    title: "Agents' records were searched for credentials",
    why: "what was recorded before the guard stood is still there",
    fix: { detail: "search transcripts, logs and histories on this machine", command: "leastkey scan --exposures" },
    check: checkSearched,
  },
  {
    id: "rotated",
    title: "What was exposed was made new",
    why: "a recorded credential is everybody's until it is revoked",
    fix: { detail: "issue new ones, then revoke the old", command: "leastkey scan --exposures" },
    check: checkRotated,
  },
] as const satisfies readonly LineFacts[];

export type LineId = (typeof runbookLines)[number]["id"];
