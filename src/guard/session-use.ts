import { destroyedByCommand } from "../core/destructive/destroyed.ts";
import { environmentIn } from "../core/detect/path-kind.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";
import type { Cedar } from "../policy/cedar.ts";
import { decide } from "../policy/decide.ts";
import { isWithin } from "../policy/environment.ts";
import { labelled } from "../policy/labels.ts";
import type { CredentialLabels } from "../policy/request.ts";
import { isOurReference, parseReference } from "../vaults/reference.ts";
import type { Vault } from "../vaults/vault.ts";
import { compilePolicies, readPolicies } from "./load-policy.ts";
import type { PolicyHome } from "./policy-home.ts";
import { policyRootOf } from "./session-environment.ts";
import { environmentOfFolder } from "./write-policy-table.ts";

/** A use of credentials by a command of ours, before any value is resolved. */
export interface SessionUse {
  readonly cwd: string;
  /** What will hold the values; undefined: they are shown to the human who asked. */
  readonly argv?: readonly string[];
  /** By the marks in the environment; undefined: a human's own shell. */
  readonly agent: string | undefined;
}

/** Labels as a reference tells them; the policy's own are put on top by whoever decides. */
export function labelsOfReference(reference: string): CredentialLabels {
  const { environment, item } = parseReference(reference);
  return {
    name: reference,
    service: item.toLowerCase(),
    environment: environmentIn(`.${environment}.`) ?? "unknown",
    actions: [],
    hosts: [],
  };
}

/**
 * The vault as a session may use it: a credential of another environment is not resolvable, and an agent gets what its
 * passport allows with no human. Where nobody wrote a policy an agent's `run` goes on as before passports.
 */
export async function vaultForSession(
  vault: Vault,
  use: SessionUse,
  { files, home, cedar }: { readonly files: Files; readonly home: PolicyHome; readonly cedar: () => Promise<Cedar> },
): Promise<Vault> {
  const root = policyRootOf(use.cwd, files);
  const session = environmentOfFolder(root, files, home);
  const source = readPolicies(root, files, home);
  const labels = [...source.user.labels, ...(source.approved ? (source.workspace?.labels ?? []) : [])];
  const isJudged = use.agent !== undefined && use.argv !== undefined && source.written;
  const policy = isJudged ? compilePolicies(source, await cedar()) : undefined;
  const death = use.agent === undefined || use.argv === undefined ? undefined : destroyedByCommand(use.argv);
  const check = (reference: string): void => {
    if (!isOurReference(reference)) return;
    const credential = labelled(labelsOfReference(reference), labels);
    if (!isWithin(session.environment, credential.environment)) {
      const here = `${session.environment} (${session.because ?? "as told"})`;
      throw new LeastkeyError(
        "policy.denied",
        `${reference} is of ${credential.environment}, and this session is ${here}`,
        `use the reference of ${session.environment}, or change what the folder is: leastkey policy env`,
      );
    }
    if (policy === undefined && death !== undefined) {
      const what = `this would use ${reference} to destroy ${death.what}, and an agent asks`;
      throw new LeastkeyError("policy.denied", what, "the user can run it in a terminal of their own");
    }
    if (policy === undefined || use.agent === undefined || use.argv === undefined) return;
    const caller = { agent: use.agent, certainty: "likely", environment: session.environment } as const;
    const request = { caller, credential, use: { kind: "command", argv: use.argv } as const };
    const decision = decide(policy, { ...request, ttlSeconds: 60, approved: false });
    if (decision.kind === "allow") return;
    const where = `${decision.line.file}:${String(decision.line.line)}`;
    const hint = decision.kind === "ask" ? "the user can run it in a terminal of their own" : decision.hint;
    const what = decision.kind === "ask" ? "needs a human's word" : "is not permitted";
    throw new LeastkeyError("policy.denied", `${reference} ${what}: ${decision.reason} (${where})`, hint);
  };
  return {
    id: vault.id,
    title: vault.title,
    get: async (reference): Promise<Secret | undefined> => {
      check(reference);
      return vault.get(reference);
    },
    set: (reference, value, options) => vault.set(reference, value, options),
    remove: (reference) => vault.remove(reference),
    list: () => vault.list(),
  };
}
