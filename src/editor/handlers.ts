import { commands, env } from "vscode";
import { contextKeys, viewIds, walkthroughId } from "../contributions.ts";
import { verifyAuditTrail } from "./audit-verify.ts";
import type { Handlers } from "./commands.ts";
import { setContext } from "./context.ts";
import { explainFinding } from "./explain.ts";
import { ignoreFinding } from "./ignore.ts";
import type { Locator } from "./locate.ts";
import type { Parts } from "./parts.ts";
import { parseReferenceArgument } from "./reference-argument.ts";
import { scanWorkspace } from "./scan-command.ts";
import type { OpenSurfaces } from "./surfaces.ts";
import { lockVault, unlockVault } from "./vault-session.ts";

/** What each command does. What writes, and all that it needs, is loaded by the first command that does. */
export function handlers(parts: Parts, surfaces: OpenSurfaces): Handlers {
  const { log, machine, findings, documents, scan, masks } = parts;
  const locator: Locator = { findings, settled: (document) => documents.settled(document) };
  return {
    "leastkey.scanWorkspace": () => scanWorkspace(scan, findings, log),
    "leastkey.moveSecretToVault": async (argument) => {
      await (await import("./move.ts")).moveSecretToVault(argument, parts, locator);
      await setContext(contextKeys.secretMoved, true);
    },
    "leastkey.moveAllSecretsInFile": async (argument) => {
      await (await import("./move.ts")).moveAllSecretsInFile(argument, parts, locator);
      await setContext(contextKeys.secretMoved, true);
    },
    "leastkey.putSecretBack": async (argument) => (await import("./restore.ts")).putSecretBack(argument, parts),
    "leastkey.protectWorkspace": async () => (await import("./protect.ts")).protectWorkspace(parts),
    "leastkey.checkProtection": async () => (await import("./check.ts")).checkProtection(parts),
    "leastkey.restoreWorkspaceRules": async () => (await import("./protect.ts")).restoreWorkspaceRules(parts),
    "leastkey.runBoundaryTests": async () => (await surfaces()).tests.runAll(),
    "leastkey.openAgentActivity": async () => {
      await commands.executeCommand(`${viewIds.agentActivity}.focus`);
    },
    "leastkey.verifyAuditTrail": () => verifyAuditTrail(machine, log),
    ...vaultHandlers(parts),
    "leastkey.openRunbook": async () => {
      await commands.executeCommand(`${viewIds.runbook}.focus`);
    },
    "leastkey.refreshRunbook": async () => (await surfaces()).views.refreshRunbook(),
    "leastkey.typeFix": async (argument) => (await import("./runbook-view.ts")).typeFix(argument, parts),
    "leastkey.showExposures": async () => {
      const { views } = await surfaces();
      await (await import("./exposures.ts")).showExposures(parts).finally(() => views.refreshRunbook());
    },
    "leastkey.showRules": async () => (await import("./user-rules.ts")).showRules(parts),
    "leastkey.groupSecretsByFile": async () => (await surfaces()).views.group("file"),
    "leastkey.groupSecretsByProvider": async () => (await surfaces()).views.group("provider"),
    "leastkey.groupSecretsByEnvironment": async () => (await surfaces()).views.group("environment"),
    "leastkey.groupSecretsByRisk": async () => (await surfaces()).views.group("risk"),
    "leastkey.explainFinding": (argument) => explainFinding(argument, locator),
    "leastkey.ignoreFinding": (argument) => ignoreFinding(argument, locator),
    "leastkey.maskSecrets": () => masks.set(true),
    "leastkey.revealSecrets": () => masks.set(false),
    "leastkey.showLog": async () => {
      log.show();
    },
    "leastkey.getStarted": async () => {
      await commands.executeCommand("workbench.action.openWalkthrough", walkthroughId, false);
      await setContext(contextKeys.scanShown, scan.state === "done");
    },
    "leastkey.reportIssue": async () => (await import("./report-issue.ts")).reportIssue(parts),
  };
}

type VaultCommand =
  `leastkey.${"unlockVault" | "lockVault" | "configureVault" | "copyReference" | "checkReference" | "labelCredential"}`;

function vaultHandlers(parts: Parts): Pick<Handlers, VaultCommand> {
  const { log, machine } = parts;
  return {
    "leastkey.unlockVault": () => unlockVault(machine, log),
    "leastkey.lockVault": () => lockVault(machine, log),
    "leastkey.configureVault": async (argument) =>
      (await import("./configure-vault.ts")).configureVault(argument, parts),
    "leastkey.copyReference": async (argument) => {
      const reference = parseReferenceArgument(argument);
      if (reference !== undefined) await env.clipboard.writeText(reference);
    },
    "leastkey.labelCredential": async (argument) =>
      (await import("./label-credential.ts")).labelCredential(argument, parts),
    "leastkey.checkReference": async (argument) =>
      (await import("./check-reference.ts")).checkReference(argument, parts),
  };
}
