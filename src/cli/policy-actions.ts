import { diffLines } from "diff";
import { LeastkeyError } from "../core/errors.ts";
import type { Environment } from "../core/finding.ts";
import { approvedText, approvePolicy, withdrawApproval } from "../guard/approve-policy.ts";
import { compilePolicies, type PolicySource, readPolicies } from "../guard/load-policy.ts";
import { workspacePolicy } from "../guard/policy-home.ts";
import { recordPolicyChange } from "../guard/record-policy-change.ts";
import { labelsOfReference } from "../guard/session-use.ts";
import { setEnvironment } from "../guard/set-environment.ts";
import { environmentOfFolder, faultText, removePolicyTable, writePolicyTable } from "../guard/write-policy-table.ts";
import { loadCedar } from "../platform/cedar.ts";
import { type CompileTarget, compileFor } from "../policy/compile/compile-for.ts";
import { decideUse } from "../policy/decide.ts";
import { type CredentialAction, type CredentialLabels, credentialActions } from "../policy/request.ts";
import { isOurReference } from "../vaults/reference.ts";
import { requireConsent } from "./confirm.ts";
import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { refuseAgents } from "./vault.ts";

/** Brings the hook's table up to date; where nobody has a policy any more, removes it. */
export async function checkPolicy(context: CliContext, root: string, json: boolean): Promise<ExitCode> {
  const ports = await context.ports();
  const { files } = ports;
  const source = readPolicies(root, files, context.home);
  const session = environmentOfFolder(root, files, context.home);
  const policy = compilePolicies(source, await loadCedar(context.programs));
  recordPolicyChange(root, ports, context.home);
  if (source.written) writePolicyTable(root, await loadCedar(context.programs), files, context.home);
  else removePolicyTable(root, files, context.home);
  const { faults } = policy;
  const broken = faults.some(({ severity }) => severity === "error");
  const passports = policy.layers.flatMap(({ file }) => file.passports.map(({ id }) => ({ file: file.name, id })));
  if (json) {
    const told = faults.map(({ line, column, message, severity }) => ({ ...line, column, message, severity }));
    context.output.json({
      version: 1,
      root,
      written: source.written,
      approved: source.approved,
      ...session,
      passports,
      faults: told,
    });
    return broken ? exitCodes.usage : exitCodes.fine;
  }
  for (const fault of faults) {
    const colour = fault.severity === "error" ? "red" : "yellow";
    context.output.result(`${context.output.style(colour, fault.severity)} ${faultText(fault)}`);
  }
  if (broken) {
    context.output.hint("every use of a credential is denied until it is mended; other work goes on");
    return exitCodes.usage;
  }
  context.output.result(
    summaryOf(
      source,
      passports.map(({ id }) => id),
    ),
  );
  context.output.result(
    `sessions here: ${session.environment}${session.because === undefined ? "" : `, by ${session.because}`}`,
  );
  if (source.workspace !== undefined && !source.approved) {
    context.output.hint("the workspace's file only narrows; to let it decide by itself: leastkey policy approve");
  }
  return exitCodes.fine;
}

function summaryOf({ written, workspace, approved }: PolicySource, ids: readonly string[]): string {
  if (!written) return "nobody wrote a policy: a human is asked for each use of a credential";
  const state = workspace === undefined ? "" : approved ? "; the workspace's file is approved" : "";
  return `${String(ids.length)} passports: ${ids.join(", ")}${state}`;
}

export interface ExplainOptions {
  readonly agent: string;
  readonly credential: string;
  readonly action: CredentialAction | "list";
  readonly approved?: boolean;
  readonly json?: boolean;
}

export async function explainPolicy(context: CliContext, root: string, options: ExplainOptions): Promise<ExitCode> {
  const { files } = await context.ports();
  const [agent = "", given] = options.agent.split("@", 2);
  const named = environments.find((one) => one === given);
  if (given !== undefined && named === undefined) throw usage(`"${given}" is no environment`);
  const environment = named ?? environmentOfFolder(root, files, context.home).environment;
  const source = readPolicies(root, files, context.home);
  const policy = compilePolicies(source, await loadCedar(context.programs));
  const credential = credentialOf(options.credential);
  const caller = { agent, certainty: "confirmed", environment } as const;
  const request = { caller, credential, use: { kind: "list" } as const, ttlSeconds: 60 };
  const use = { action: options.action, bulk: false, crossAccount: false };
  const decision = decideUse(policy, { ...request, approved: options.approved === true }, use);
  const code = decision.kind === "deny" ? exitCodes.found : exitCodes.fine;
  if (options.json === true) {
    context.output.json({
      version: 1,
      agent,
      environment,
      credential: credential.name,
      action: options.action,
      decision,
    });
    return code;
  }
  const { line } = decision;
  const colour = { allow: "green", ask: "yellow", deny: "red" } as const;
  const verdict = context.output.style(colour[decision.kind], decision.kind);
  context.output.result(`${verdict}: ${agent} in ${environment}, ${options.action} with ${credential.name}`);
  context.output.result(`  ${decision.reason}`);
  context.output.result(`  ${line.file}:${String(line.line)}  ${line.id}`);
  if (decision.kind === "deny" && decision.hint !== "") context.output.hint(decision.hint);
  return code;
}

const environments: readonly Environment[] = ["development", "test", "staging", "production", "unknown"];
const usage = (what: string): LeastkeyError => new LeastkeyError("usage", what, "see: leastkey help policy");

function credentialOf(text: string): CredentialLabels {
  if (isOurReference(text)) return labelsOfReference(text);
  const [service = "", stage = "unknown"] = text.split("@", 2);
  const environment = environments.find((one) => one === stage);
  if (environment === undefined || !/^[a-z0-9*][a-z0-9._-]*$/.test(service)) {
    throw usage("a credential is a reference, or SERVICE@ENVIRONMENT such as crm@staging");
  }
  return { name: text, service, environment, actions: credentialActions.filter((one) => one !== "run"), hosts: [] };
}

interface EnvironmentOptions {
  readonly environment: Environment | undefined;
  readonly clear?: boolean;
  readonly json?: boolean;
}

export async function environmentPolicy(
  context: CliContext,
  root: string,
  { environment, clear, json }: EnvironmentOptions,
): Promise<ExitCode> {
  const ports = await context.ports();
  if (environment !== undefined || clear === true) {
    refuseAgents(context, "policy env", "says what agents may reach");
    setEnvironment(root, environment, ports, context.home);
  }
  const session = environmentOfFolder(root, ports.files, context.home);
  if (json === true) context.output.json({ version: 1, root, ...session });
  else
    context.output.result(
      `${session.environment}  ${root}${session.because === undefined ? "" : `, by ${session.because}`}`,
    );
  return exitCodes.fine;
}

/** On a terminal only, and never in an agent's shell: `--yes` would be an agent's way around it, so there is none. */
export async function approveWorkspace(context: CliContext, root: string, withdraw: boolean): Promise<ExitCode> {
  refuseAgents(context, "policy approve", "says what agents may reach");
  const ports = await context.ports();
  const { home } = context;
  if (withdraw) {
    const had = withdrawApproval(root, ports, home);
    context.output.result(
      had ? "the approval was taken back: the workspace's file only narrows" : "there was no approval",
    );
    writePolicyTable(root, await loadCedar(context.programs), ports.files, home);
    return exitCodes.fine;
  }
  const text = ports.files.readText(`${root}/${workspacePolicy}`);
  if (text === undefined)
    throw new LeastkeyError("not-found", `there is no ${workspacePolicy} in ${root}`, "write one");
  const source = readPolicies(root, ports.files, home);
  const fault = source.faults.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new LeastkeyError("config.invalid", faultText(fault), "mend it first");
  if (source.approved) {
    context.output.result("exactly this policy is approved already");
    return exitCodes.fine;
  }
  showDifference(context, approvedText(root, ports.files, home) ?? "", text);
  if (process.stdin.isTTY !== true) {
    const hint = "run it in a terminal of your own and read what it shows; there is no --yes for it";
    throw new LeastkeyError("consent", "a policy is approved on a terminal, and there is none", hint);
  }
  await requireConsent(
    "let this policy decide for agents in this folder, in place of your own permissions?",
    undefined,
  );
  if (ports.files.readText(`${root}/${workspacePolicy}`) !== text) {
    throw new LeastkeyError("file.changed", "the policy was changed while you read it", "run it again");
  }
  approvePolicy(root, text, ports, home);
  writePolicyTable(root, await loadCedar(context.programs), ports.files, home);
  context.output.result("approved as it is; any change of the file ends the approval");
  return exitCodes.fine;
}

function showDifference(context: CliContext, before: string, after: string): void {
  for (const part of diffLines(before, after)) {
    const mark = part.added ? "+" : part.removed ? "-" : " ";
    const colour = part.added ? "green" : part.removed ? "red" : "dim";
    for (const line of part.value.replace(/\n$/, "").split("\n")) {
      // A policy comes from somebody else: its control characters must not write over what is read here.
      context.output.result(context.output.style(colour, `${mark} ${line.replaceAll(/\p{Cc}/gu, "?")}`));
    }
  }
}

export interface CompileOptions {
  readonly to: CompileTarget;
  readonly agent: string;
  readonly gateway?: string;
  readonly mount: string;
}

export async function compilePassport(context: CliContext, root: string, options: CompileOptions): Promise<ExitCode> {
  const { files } = await context.ports();
  const source = readPolicies(root, files, context.home);
  const fault = source.faults.find(({ severity }) => severity === "error");
  if (fault !== undefined) throw new LeastkeyError("config.invalid", faultText(fault), "mend it first");
  const all = [...(source.workspace?.passports ?? []), ...source.user.passports];
  const passport = all.find(({ id }) => id === options.agent);
  if (passport === undefined) {
    const known = all.map(({ id }) => id).join(", ");
    throw new LeastkeyError("not-found", `there is no passport ${options.agent}`, `there are ${known}`);
  }
  const labels = [...source.user.labels, ...(source.workspace?.labels ?? [])];
  context.output.raw(compileFor(options.to, { passport, labels, mount: options.mount, gateway: options.gateway }));
  return exitCodes.fine;
}
