import type { Tier } from "./core/finding.ts";

/**
 * Every id and setting that the code shares with package.json. test/boundary/contributions.test.ts holds the two to
 * each other, in both directions.
 */
export const commandIds = [
  "leastkey.scanWorkspace",
  "leastkey.moveSecretToVault",
  "leastkey.moveAllSecretsInFile",
  "leastkey.putSecretBack",
  "leastkey.protectWorkspace",
  "leastkey.checkProtection",
  "leastkey.restoreWorkspaceRules",
  "leastkey.runBoundaryTests",
  "leastkey.openAgentActivity",
  "leastkey.verifyAuditTrail",
  "leastkey.unlockVault",
  "leastkey.lockVault",
  "leastkey.configureVault",
  "leastkey.checkReference",
  "leastkey.explainFinding",
  "leastkey.ignoreFinding",
  "leastkey.maskSecrets",
  "leastkey.revealSecrets",
  "leastkey.showLog",
  "leastkey.getStarted",
  "leastkey.reportIssue",
  "leastkey.openRunbook",
  "leastkey.refreshRunbook",
  "leastkey.typeFix",
  "leastkey.showExposures",
  "leastkey.showRules",
  "leastkey.copyReference",
  "leastkey.labelCredential",
  "leastkey.groupSecretsByFile",
  "leastkey.groupSecretsByProvider",
  "leastkey.groupSecretsByEnvironment",
  "leastkey.groupSecretsByRisk",
] as const;
export type CommandId = (typeof commandIds)[number];

/** What a terminal command must be to get onto the audit trail. */
export type TerminalRecord = "off" | "credentials" | "all";

/** Which refusals are told by a message, besides the count in the status bar. */
export type RefusalMessages = "important" | "off";

/** Whether protecting switches the agents' own sandboxes on too; "asBefore" leaves it as it was asked for last. */
export type SandboxChoice = "asBefore" | "on" | "off";

/** The type of each setting as the code reads it. Ids in settings.json carry the prefix `leastkey.`. */
export interface Settings {
  readonly "scan.onOpen": boolean;
  readonly "scan.whileTyping": boolean;
  readonly "scan.exclude": readonly string[];
  /** As typed; guard/scan-rules.ts reads it. */
  readonly "scan.overrides": readonly unknown[];
  readonly "marks.lowestTier": Tier;
  readonly "marks.explorerBadges": boolean;
  readonly "marks.problems": boolean;
  readonly "marks.codeLens": boolean;
  readonly "marks.maskSecrets": boolean;
  readonly "protection.offerNewFiles": boolean;
  readonly "protection.refreshMinutes": number;
  readonly "protection.agentSandboxes": SandboxChoice;
  readonly "activity.terminalCommands": TerminalRecord;
  readonly "broker.serveAgents": boolean;
  readonly "broker.mcpServer": boolean;
  readonly "activity.refusalMessages": RefusalMessages;
}

/** The default of each setting; used too when settings.json holds something of another type. */
export const settingDefaults: Settings = {
  "scan.onOpen": true,
  "scan.whileTyping": true,
  "scan.exclude": [],
  "scan.overrides": [],
  "marks.lowestTier": "generic",
  "marks.explorerBadges": true,
  "marks.problems": true,
  "marks.codeLens": true,
  "marks.maskSecrets": false,
  "protection.offerNewFiles": true,
  "protection.refreshMinutes": 5,
  "protection.agentSandboxes": "asBefore",
  "activity.terminalCommands": "credentials",
  "broker.serveAgents": true,
  "broker.mcpServer": false,
  "activity.refusalMessages": "important",
};

/** The values that a setting of closed choice may have. */
export const settingChoices = {
  "marks.lowestTier": ["verified", "likely", "generic", "weak"],
  "protection.agentSandboxes": ["asBefore", "on", "off"],
  "activity.terminalCommands": ["off", "credentials", "all"],
  "activity.refusalMessages": ["important", "off"],
} as const satisfies { readonly [K in keyof Settings]?: readonly Settings[K][] };

export const settingsPrefix = "leastkey";

export const viewIds = {
  agentActivity: "leastkey.agentActivity",
  secrets: "leastkey.secrets",
  agents: "leastkey.agents",
  vault: "leastkey.vault",
  runbook: "leastkey.runbook",
} as const;
export const testControllerId = "leastkey.boundaries";
export const containerIds = { activity: "leastkey-activity", main: "leastkey" } as const;

export const colorIds = {
  exposed: "leastkey.exposedSecretForeground",
  guarded: "leastkey.guardedSecretForeground",
} as const;

/** Context keys for `when` clauses; only these are ever set. */
export const contextKeys = {
  /** An object whose keys are the paths of files with findings, for `resourcePath in`. */
  filesWithFindings: "leastkey.filesWithFindings",
  masked: "leastkey.masked",
  vaultUnlocked: "leastkey.vaultUnlocked",
  /** `never`, `running`, `done` or `failed`. */
  scanState: "leastkey.scanState",
  secretsGrouping: "leastkey.secretsGrouping",
  workspaceProtected: "leastkey.workspaceProtected",
  /** Set once a secret of this window went into the vault; the walkthrough waits for it. */
  secretMoved: "leastkey.secretMoved",
  /** Set once boundary tests of this window have really tried something. */
  boundariesRun: "leastkey.boundariesRun",
  /** Set after the walkthrough is on show: a key that was true before is never seen to become so (VS Code 1.139). */
  scanShown: "leastkey.scanShown",
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** The walkthrough, as the editor asks for it. */
export const walkthroughId = "leastkey.leastkey#start";

/** The channel's and diagnostics' name, and the category of every command. */
export const productName = "Leastkey";

/** The tools of the broker as chats see them, and the names it has for them itself. */
export const brokerTools = [
  { id: "leastkey_list_credentials", tool: "list_credentials" },
  { id: "leastkey_run_with_credential", tool: "run_with_credential" },
  { id: "leastkey_http_request", tool: "http_request" },
  { id: "leastkey_request_access", tool: "request_access" },
] as const;

export const mcpProviderId = "leastkey.mcp";

/** The shell under `leastkey run`, in the terminal's list of profiles. */
export const terminalProfileId = "leastkey.vaultShell";

/** Gives a value back, for inputs of launch.json and tasks.json; therefore in no menu and not among the commands above. */
export const referenceValueCommand = "leastkey.referenceValue";
