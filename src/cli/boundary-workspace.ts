import { randomInt } from "node:crypto";
import { LeastkeyError } from "../core/errors.ts";
import type { ProtectedPath } from "../core/finding.ts";
import type { Files } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { type CopyPlan, planCopy } from "../guard/boundary/copy-plan.ts";
import { hookedAgents } from "../guard/boundary/run-simulated.ts";
import { readIndexAt, writeIndex } from "../guard/write-index.ts";
import { makeCopy, type WorkspaceCopy } from "../platform/boundary-copy.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import { takePolicy } from "./boundary-session.ts";
import type { CliContext } from "./context.ts";

export interface Boundaries {
  readonly plan: CopyPlan;
  readonly protectedPaths: readonly ProtectedPath[];
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const random = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)] ?? "a").join("");

const byName: ProtectedPath = { path: ".env", because: "name", reason: "named like an environment file" };

const hasHooks = (root: string, files: Files, { home }: CliContext): boolean =>
  hookedAgents(root, files, home, () => false).length > 0;

/** What is tried against, from the workspace's index and rules as they are now. */
export async function planBoundaries(context: CliContext, root: string): Promise<Boundaries> {
  const { files } = await context.ports();
  const lookup = readIndexAt(root, files, context.home);
  const known = lookup.kind === "found" ? lookup.index.protectedPaths : [];
  // A fresh clone, as pipelines have it, holds no secret, but the rules that wait for one.
  const protectedPaths = known.length > 0 || !hasHooks(root, files, context) ? known : [byName];
  const plan = planCopy({ root, protectedPaths, files, random });
  if (plan !== undefined) return { plan, protectedPaths: protectedPaths.slice(0, plan.canaries.length) };
  const what = "nothing is protected here, so there is no boundary to test";
  throw new LeastkeyError("not-found", what, "run leastkey protect first");
}

/** A copy with the workspace's rules and an index over the canaries. Whoever makes it removes it. */
export async function guardedCopy(
  context: CliContext,
  root: string,
  { plan, protectedPaths }: Boundaries,
  parent?: string,
): Promise<WorkspaceCopy> {
  const { files, clock } = await context.ports();
  const copy = makeCopy({ files: [...plan.rules, ...plan.files], links: plan.links }, context.home, parent);
  try {
    const fingerprinter = machineFingerprinter(copy.home);
    const values = plan.canaries.flatMap(
      ({ file, value }) => fingerprinter.tripwire(Secret.of(value), `canary in ${file}`) ?? [],
    );
    writeIndex(copy.root, { protectedPaths, values }, { files, clock, fingerprinter }, copy.home);
    await takePolicy(context, root, copy);
    return copy;
  } catch (error) {
    copy.remove();
    throw error;
  }
}

/** The value that stands in the environment, as with agents that load `.env`. */
export const environmentCanary = (plan: CopyPlan): Readonly<Record<string, string>> => ({
  [plan.variable]: plan.canaries.find(({ file }) => file === plan.file)?.value ?? "",
});
