import * as v from "valibot";
import { agentById } from "../../agents/index.ts";
import { contentHash } from "../../audit/content-hash.ts";
import { slashed } from "../../core/paths.ts";
import type { Files } from "../../core/ports.ts";
import { indexFileOf } from "../write-index.ts";
import { type BoundaryReport, hasPassed, totalsOf } from "./report.ts";

/** The folder of all proofs: `proofs` in LEASTKEY_HOME. */
export interface ProofHome {
  readonly root: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const proofShape = v.object({
  at: v.string(),
  mode: v.picklist(["simulated", "live"]),
  passed: v.boolean(),
  rules: v.string(),
  version: v.optional(v.string()),
  held: count,
  leaked: count,
  notExercised: count,
});
const fileShape = v.object({ version: v.literal(1), root: v.string(), agents: v.record(v.string(), proofShape) });
type Proof = v.InferOutput<typeof proofShape>;

export interface LastProof extends Proof {
  /** The rules are not those that were tested. */
  readonly stale: boolean;
}

const proofFileOf = (real: string, home: ProofHome): string => indexFileOf(real, { indexes: `${home.root}/proofs` });
const realOf = (root: string, files: Files): string => slashed(files.realPath(root) ?? root);

/** The last boundary tests of an agent in this workspace; undefined when there were none. */
export function lastProof(home: ProofHome, root: string, agent: string, files: Files): LastProof | undefined {
  const real = realOf(root, files);
  const proof = readProofs(real, home, files)[agent];
  return proof === undefined ? undefined : { ...proof, stale: proof.rules !== rulesHash(real, agent, files) };
}

/** When an agent's tests last passed with the rules as they are now: coverage's `proved`. */
export function provedAt(home: ProofHome, root: string, agent: string, files: Files): string | undefined {
  const proof = lastProof(home, root, agent, files);
  return proof?.passed === true && !proof.stale ? proof.at : undefined;
}

/** Keeps what a run showed; agents that were not in it keep what they had. */
export function recordProofs(report: BoundaryReport, home: ProofHome, files: Files): void {
  const real = realOf(report.root, files);
  const fresh = report.agents.map((result): readonly [string, Proof] => [
    result.agent,
    {
      at: report.ran,
      mode: report.mode,
      passed: hasPassed(result),
      rules: rulesHash(real, result.agent, files),
      ...(result.version === undefined ? {} : { version: result.version }),
      ...totalsOf([result]),
    },
  ]);
  const agents = { ...readProofs(real, home, files), ...Object.fromEntries(fresh) };
  files.replace(proofFileOf(real, home), `${JSON.stringify({ version: 1, root: real, agents })}\n`, 0o600);
}

/** Of everything that the agent's own programs obey; instructions, which it is only asked to follow, change freely. */
function rulesHash(real: string, agent: string, files: Files): string {
  const paths = (agentById(agent)?.surfaces ?? [])
    .filter(({ kind }) => kind !== "instructions")
    .map(({ path }) => path);
  const texts = [...new Set(paths)].toSorted().map((path) => `${path}\n${files.readText(`${real}/${path}`) ?? "none"}`);
  return contentHash(texts.join("\n"));
}

/** A file that is missing, damaged or of another root counts as no proof. */
function readProofs(real: string, home: ProofHome, files: Files): Readonly<Record<string, Proof>> {
  const text = files.readText(proofFileOf(real, home));
  if (text === undefined) return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileShape), text);
  return parsed.success && parsed.output.root === real ? parsed.output.agents : {};
}
