import { environmentIn } from "../core/detect/path-kind.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import { recogniseReference } from "../core/reference.ts";
import type { Secret } from "../core/secret.ts";
import type { Cedar } from "../policy/cedar.ts";
import { isWithin } from "../policy/environment.ts";
import { labelled } from "../policy/labels.ts";
import type { LabelRule } from "../policy/passport.ts";
import type { CredentialLabels, PolicyDecision } from "../policy/request.ts";
import { isOurReference, parseReference } from "../vaults/reference.ts";
import type { Vault } from "../vaults/vault.ts";
import { type PolicyHome, workspacePolicy } from "./policy-home.ts";
import { policyRootOf, type SessionEnvironment, sessionEnvironment } from "./session-environment.ts";
import { environmentSet } from "./set-environment.ts";

/** A use of credentials by a command of ours, before any value is resolved. */
export interface SessionUse {
  readonly cwd: string;
  /** What will hold the values; undefined: they are shown to the human who asked. */
  readonly argv?: readonly string[];
  /** By the marks in the environment; undefined: a human's own shell. */
  readonly agent: string | undefined;
}

interface At {
  readonly files: Files;
  readonly home: PolicyHome;
  readonly cedar: () => Promise<Cedar>;
}

/** What the policies say of a session. */
export interface SessionPolicy {
  readonly session: SessionEnvironment;
  readonly labels: readonly LabelRule[];
  /** undefined: a human's use, or nobody wrote a policy. */
  readonly judge: ((credential: CredentialLabels) => PolicyDecision) | undefined;
}

/** Labels as a reference tells them; the policy's own are put on top by whoever decides. */
export function labelsOfReference(reference: string): CredentialLabels {
  if (!isOurReference(reference)) return labelsOfForeign(reference);
  const { environment, item } = parseReference(reference);
  return {
    name: reference,
    service: item.toLowerCase(),
    environment: environmentIn(`.${environment}.`) ?? "unknown",
    actions: [],
    hosts: [],
  };
}

/** Of a vault elsewhere: any part of the reference may name the environment. */
function labelsOfForeign(reference: string): CredentialLabels {
  const known = reference
    .split(/[^A-Za-z0-9_-]+/)
    .map((part) => environmentIn(`.${part}.`))
    .find((environment) => environment !== undefined);
  const service = recogniseReference(reference)?.system.toLowerCase() ?? "unknown";
  return { name: reference, service, environment: known ?? "unknown", actions: [], hosts: [] };
}

/**
 * The vault as a session may use it: a credential of another environment is not resolvable, and an agent gets what its
 * passport allows with no human. Where nobody wrote a policy an agent's `run` goes on as before passports.
 */
export async function vaultForSession<Given extends Vault>(vault: Given, use: SessionUse, at: At): Promise<Given> {
  const root = policyRootOf(use.cwd, at.files);
  const [{ session, labels, judge }, death] = await Promise.all([policyOf(root, use, at), deathBy(use)]);
  const check = (reference: string): void => {
    const credential = labelled(labelsOfReference(reference), labels);
    if (!isWithin(session.environment, credential.environment)) {
      const here = `${session.environment} (${session.because ?? "as told"})`;
      throw new LeastkeyError(
        "policy.denied",
        `${reference} is of ${credential.environment}, and this session is ${here}`,
        `use the reference of ${session.environment}, or change what the folder is: leastkey policy env`,
      );
    }
    if (judge === undefined && death !== undefined) {
      const what = `this would use ${reference} to destroy ${death.what}, and an agent asks`;
      throw new LeastkeyError("policy.denied", what, "the user can run it in a terminal of their own");
    }
    const decision = judge?.(credential);
    if (decision === undefined || decision.kind === "allow") return;
    const where = `${decision.line.file}:${String(decision.line.line)}`;
    const hint = decision.kind === "ask" ? "the user can run it in a terminal of their own" : decision.hint;
    const what = decision.kind === "ask" ? "needs a human's word" : "is not permitted";
    throw new LeastkeyError("policy.denied", `${reference} ${what}: ${decision.reason} (${where})`, hint);
  };
  return {
    ...vault,
    get: async (reference: string): Promise<Secret | undefined> => {
      check(reference);
      return vault.get(reference);
    },
  };
}

/** What would read a policy is loaded where somebody wrote one: every `leastkey run` waits for it. */
async function policyOf(root: string, use: SessionUse, at: At): Promise<SessionPolicy> {
  const { files, home } = at;
  const isWritten = [home.policy, `${root}/${workspacePolicy}`].some((path) => files.stat(path) !== undefined);
  if (isWritten) return (await import("./session-policy.ts")).sessionPolicy(root, use, at);
  const set = environmentSet(root, files, home);
  return { session: sessionEnvironment(root, { set, rules: [] }, files), labels: [], judge: undefined };
}

/** What an agent's command would destroy. */
async function deathBy({ agent, argv }: SessionUse): Promise<{ readonly what: string } | undefined> {
  if (agent === undefined || argv === undefined) return undefined;
  return (await import("../core/destructive/destroyed.ts")).destroyedByCommand(argv);
}
