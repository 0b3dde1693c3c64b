import type { Environment } from "../core/finding.ts";
import type { Files } from "../core/ports.ts";
import type { ApprovalHome } from "./approve-policy.ts";
import type { Ports } from "./ports.ts";

const fileOf = ({ policies }: ApprovalHome): string => `${policies}/environments.json`;
const known: readonly Environment[] = ["development", "test", "staging", "production"];

/** What a human set for a folder by `leastkey policy env`; undefined: nothing, or a record that does not parse. */
export function environmentSet(root: string, files: Files, home: ApprovalHome): Environment | undefined {
  return known.find((one) => one === readAll(files, home)[root]);
}

/** `undefined` takes it back. On the trail first. */
export function setEnvironment(
  root: string,
  environment: Environment | undefined,
  ports: Ports,
  home: ApprovalHome,
): void {
  const reason = environment === undefined ? "the folder's environment was taken back" : `the folder is ${environment}`;
  ports.audit.append({ action: "policy.change", outcome: "done", attribution: "unknown", workspace: root, reason });
  const rest = Object.entries(readAll(ports.files, home)).filter(([one]) => one !== root);
  const all = Object.fromEntries(environment === undefined ? rest : [...rest, [root, environment]]);
  ports.files.replace(fileOf(home), `${JSON.stringify(all, undefined, 2)}\n`, 0o600);
}

function readAll(files: Files, home: ApprovalHome): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(files.readText(fileOf(home)) ?? "{}");
    return typeof data === "object" && data !== null ? { ...data } : {};
  } catch {
    return {};
  }
}
