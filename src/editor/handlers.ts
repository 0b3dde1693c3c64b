import { commands } from "vscode";
import { viewIds } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import { verifyAuditTrail } from "./audit-verify.ts";
import type { Handlers } from "./commands.ts";
import { explainFinding } from "./explain.ts";
import { ignoreFinding } from "./ignore.ts";
import type { Locator } from "./locate.ts";
import type { Parts } from "./parts.ts";
import { scanWorkspace } from "./scan-command.ts";
import { lockVault, unlockVault } from "./vault-session.ts";

/** What each command does. */
export function handlers({ log, machine, findings, documents, scan, masks }: Parts): Handlers {
  const locator: Locator = { findings, settled: (document) => documents.settled(document) };
  const later = (): Promise<void> => Promise.reject(new LeastkeyError("usage", "not there yet", "wait"));
  return {
    "leastkey.scanWorkspace": () => scanWorkspace(scan, findings, log),
    "leastkey.moveSecretToVault": later,
    "leastkey.moveAllSecretsInFile": later,
    "leastkey.putSecretBack": later,
    "leastkey.protectWorkspace": later,
    "leastkey.checkProtection": later,
    "leastkey.restoreWorkspaceRules": later,
    "leastkey.openAgentActivity": async () => {
      await commands.executeCommand(`${viewIds.agentActivity}.focus`);
    },
    "leastkey.verifyAuditTrail": () => verifyAuditTrail(machine, log),
    "leastkey.unlockVault": () => unlockVault(machine, log),
    "leastkey.lockVault": () => lockVault(machine, log),
    "leastkey.explainFinding": (argument) => explainFinding(argument, locator),
    "leastkey.ignoreFinding": (argument) => ignoreFinding(argument, locator),
    "leastkey.maskSecrets": () => masks.set(true),
    "leastkey.revealSecrets": () => masks.set(false),
    "leastkey.showLog": async () => {
      log.show();
    },
  };
}
