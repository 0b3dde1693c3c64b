import { randomInt } from "node:crypto";
import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import { type CopyPlan, planCopy } from "../guard/boundary/copy-plan.ts";
import { lastProof } from "../guard/boundary/proof.ts";
import type { BoundaryReport } from "../guard/boundary/report.ts";
import { hookedAgents, runSimulated } from "../guard/boundary/run-simulated.ts";
import type { Scenario } from "../guard/boundary/scenario.ts";
import { voiceOf, voices } from "../guard/boundary/voices.ts";
import { readIndexAt, writeIndex } from "../guard/write-index.ts";
import { anyHeartbeat, forgetHeartbeats, makeCopy, type WorkspaceCopy } from "../platform/boundary-copy.ts";
import { runHook } from "../platform/boundary-hook.ts";
import { machineFingerprinter } from "../platform/fingerprint.ts";
import type { CliContext } from "./context.ts";

export interface BoundaryRequest {
  readonly root: string;
  readonly scenarios: readonly Scenario[];
  readonly agents?: readonly string[];
}

/** Far above a hook's own deadline; what takes longer is broken. */
const hookTimeoutMs = 8000;

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const random = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)] ?? "a").join("");

export async function testSimulated(
  context: CliContext,
  { root, scenarios, agents }: BoundaryRequest,
): Promise<BoundaryReport> {
  const ports = await context.ports();
  const { files } = ports;
  const unknown = agents?.find((id) => voiceOf(id) === undefined);
  if (unknown !== undefined) {
    const known = voices.map(({ agent }) => agent).join(", ");
    throw new LeastkeyError("usage", `the calls of "${unknown}" cannot be simulated`, `these can: ${known}`);
  }
  const tested = (agent: string): boolean => lastProof(context.home, root, agent, files) !== undefined;
  const chosen = agents ?? hookedAgents(root, files, context.home, tested);
  return withCopy(context, root, (copy, plan) =>
    runSimulated(
      {
        root,
        agents: chosen,
        scenarios,
        plan,
        copy: {
          ...copy,
          run: (hook, payload, event) =>
            runHook(hook, payload, event, {
              cwd: copy.root,
              env: environmentOf(copy, plan),
              timeoutMs: hookTimeoutMs,
              signal: context.interrupted,
            }),
          forgetHeartbeats: () => forgetHeartbeats(copy),
          anyHeartbeat: () => anyHeartbeat(copy),
        },
        signal: context.interrupted,
        onAgent: (title) => context.output.progress(`trying ${String(scenarios.length)} scenarios with ${title}`),
      },
      ports,
    ),
  );
}

/** As an agent's hooks see it: nothing of the user's, and a credential as agents have that load `.env`. */
function environmentOf({ userHome, home, tmp }: WorkspaceCopy, plan: CopyPlan): Readonly<Record<string, string>> {
  const value = plan.canaries.find(({ file }) => file === plan.file)?.value ?? "";
  const system = ["PATH", "SystemRoot", "ComSpec", "PATHEXT"].flatMap((name) => {
    const text = process.env[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    ...Object.fromEntries(system),
    HOME: userHome,
    TMPDIR: tmp,
    LANG: "C.UTF-8",
    LEASTKEY_HOME: home.root,
    [plan.variable]: value,
  };
}

/** The copy with its own index over canaries; gone afterwards, whatever happened. */
async function withCopy<T>(
  context: CliContext,
  root: string,
  work: (copy: WorkspaceCopy, plan: CopyPlan) => Promise<T>,
): Promise<T> {
  const { files, clock } = await context.ports();
  const lookup = readIndexAt(root, files, context.home);
  const protectedPaths = lookup.kind === "found" ? lookup.index.protectedPaths : [];
  const plan = planCopy({ root, protectedPaths, files, random });
  if (plan === undefined) {
    throw new LeastkeyError(
      "not-found",
      "nothing is protected here, so there is no boundary to test",
      "run leastkey protect first",
    );
  }
  const copy = makeCopy(plan, context.home);
  try {
    const fingerprinter = machineFingerprinter(copy.home);
    const values = plan.canaries.flatMap(
      ({ file, value }) => fingerprinter.tripwire(Secret.of(value), `canary in ${file}`) ?? [],
    );
    writeIndex(
      copy.root,
      { protectedPaths: protectedPaths.slice(0, plan.canaries.length), values },
      { files, clock, fingerprinter },
      copy.home,
    );
    return await work(copy, plan);
  } finally {
    copy.remove();
  }
}

export async function testLive(_context: CliContext, _request: BoundaryRequest): Promise<BoundaryReport> {
  await Promise.resolve();
  throw new LeastkeyError("usage", "live tests are not in this build", "leave --live out");
}
