import { agentById } from "../agents/index.ts";
import { messageOf } from "../core/errors.ts";
import { type AgentCoverage, checkProtection } from "../guard/protect.ts";
import { readIndexAt } from "../guard/write-index.ts";
import { launcherState } from "../platform/launcher.ts";
import { lastAnchored } from "../platform/trail-anchors.ts";
import { verifyHomeTrail } from "../platform/trail-read.ts";
import { coverageHere } from "./commands/agents.ts";
import type { CliContext } from "./context.ts";
import { openVault } from "./vault.ts";

/** One thing that was looked at. `broken` needs somebody; `note` is worth knowing. */
export interface Check {
  readonly what: string;
  readonly state: "fine" | "note" | "broken";
  readonly detail: string;
  readonly fix?: string;
}

type Look = (context: CliContext, root: string) => Promise<readonly Check[]>;

/** Looks at everything that has to be right for the guard to hold here. Changes nothing. */
export async function checkHealth(context: CliContext, root: string): Promise<readonly Check[]> {
  const isProtected = readIndexAt(root, (await context.ports()).files, context.home).kind !== "missing";
  const checks: readonly (readonly [what: string, look: Look])[] = [
    ["home", checkHome],
    ["launcher", checkLauncher],
    ["index", checkIndex],
    ...(isProtected
      ? ([
          ["rules", checkRules],
          ["agents", checkAgents],
        ] as const)
      : []),
    ["vault", checkVault],
    ["audit trail", checkTrail],
  ];
  const found: Check[] = [];
  for (const [what, look] of checks) {
    try {
      found.push(...(await look(context, root)));
    } catch (error) {
      found.push({ what, state: "broken", detail: messageOf(error) });
    }
  }
  return found;
}

async function checkHome(context: CliContext): Promise<readonly Check[]> {
  const { files } = await context.ports();
  const key = files.stat(context.home.fingerprintKey);
  const isPrivate = process.platform === "win32" || key === undefined || (key.mode & 0o077) === 0;
  return [
    { what: "home", state: "fine", detail: `${context.home.root}, node ${process.version}` },
    ...(isPrivate
      ? []
      : [
          {
            what: "fingerprint key",
            state: "broken" as const,
            detail: "others on this machine can read it, and test guesses of a value with it",
            fix: `chmod 600 ${context.home.fingerprintKey}`,
          },
        ]),
  ];
}

async function checkLauncher(context: CliContext): Promise<readonly Check[]> {
  const { path, state } = launcherState(context.home, context.programs);
  switch (state) {
    case "installed":
      return [{ what: "launcher", state: "fine", detail: path }];
    case "missing":
      return [
        { what: "launcher", state: "note", detail: "not installed: nothing is protected yet", fix: "leastkey protect" },
      ];
    case "outdated":
      return [{ what: "launcher", state: "note", detail: "of another version than this one", fix: "leastkey protect" }];
  }
}

async function checkIndex(context: CliContext, root: string): Promise<readonly Check[]> {
  const lookup = readIndexAt(root, (await context.ports()).files, context.home);
  switch (lookup.kind) {
    case "found": {
      const { protectedPaths, values, written } = lookup.index;
      const detail = `${String(protectedPaths.length)} protected files, ${String(values.heads.length)} known values, of ${written.slice(0, 16).replace("T", " ")}`;
      return [{ what: "index", state: "fine", detail }];
    }
    case "missing":
      return [{ what: "index", state: "note", detail: "this folder is not protected", fix: "leastkey protect" }];
    case "torn":
    case "newer": {
      const why = lookup.kind === "torn" ? "it cannot be read" : "it was written by a newer Leastkey";
      return [
        {
          what: "index",
          state: "broken",
          detail: `${why}; every hook refuses until it is mended`,
          fix: "leastkey protect",
        },
      ];
    }
  }
}

async function checkRules(context: CliContext, root: string): Promise<readonly Check[]> {
  const drift = checkProtection(root, await context.ports(), { home: context.home });
  if (drift.length === 0) return [{ what: "rules", state: "fine", detail: "as they were written" }];
  return drift.map(({ path, reason }) => ({
    what: "rules",
    state: "broken",
    detail: `${path}: ${reason}`,
    fix: "leastkey protect",
  }));
}

async function checkAgents(context: CliContext, root: string): Promise<readonly Check[]> {
  const coverage = await coverageHere(context, root);
  return coverage.filter((agent) => agent.coverage.length > 0).map(agentCheck);
}

function agentCheck(agent: AgentCoverage): Check {
  const hook = agent.surfaces.find(({ kind }) => kind === "hook");
  if (hook === undefined) {
    return { what: agent.title, state: "note", detail: "it has no hook: what its rules cannot hide, nothing checks" };
  }
  if (agent.slowMs !== undefined) {
    return {
      what: agent.title,
      state: "note",
      detail: `its hook took ${String(agent.slowMs)} ms when it last answered; an agent that does not wait that long runs the call`,
      fix: "see what keeps this machine busy: a hook takes a tenth of a second",
    };
  }
  if (agent.live !== undefined) {
    return {
      what: agent.title,
      state: "fine",
      detail: `its hook last answered ${agent.live.slice(0, 16).replace("T", " ")}`,
    };
  }
  const trust = agentById(agent.id)?.trust;
  return {
    what: agent.title,
    state: "note",
    detail: "its hook is written and never ran here",
    ...(trust === undefined ? {} : { fix: trust }),
  };
}

async function checkVault(context: CliContext): Promise<readonly Check[]> {
  const status = (await openVault(context)).status();
  if (!status.exists) return [{ what: "vault", state: "note", detail: "none yet: the first move makes one" }];
  if (status.wrapping === "keychain" && status.keychain === undefined) {
    return [
      {
        what: "vault",
        state: "broken",
        detail: "its key is in a keychain that does not answer",
        fix: "unlock your keychain",
      },
    ];
  }
  const key = status.wrapping === "passphrase" ? "behind a passphrase" : `in the keychain (${status.keychain ?? ""})`;
  return [{ what: "vault", state: "fine", detail: `its key is ${key}` }];
}

async function checkTrail(context: CliContext): Promise<readonly Check[]> {
  const { bad, records } = verifyHomeTrail(context.home);
  if (bad !== undefined) {
    return [
      {
        what: "audit trail",
        state: "broken",
        detail: `record ${String(bad.sequence)}: ${bad.message}`,
        fix: "leastkey audit verify",
      },
    ];
  }
  const anchor = lastAnchored(context.home);
  const anchored =
    anchor === undefined
      ? "never anchored elsewhere"
      : `last anchored ${new Date(anchor.time).toISOString().slice(0, 16).replace("T", " ")}`;
  return [{ what: "audit trail", state: "fine", detail: `${String(records)} records, whole; ${anchored}` }];
}
