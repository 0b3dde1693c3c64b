import * as v from "valibot";
import { contentHash } from "../../audit/content-hash.ts";
import { slashed } from "../../core/paths.ts";
import type { Files } from "../../core/ports.ts";
import { agentHere } from "../personal.ts";
import { indexFileOf } from "../write-index.ts";
import type { AgentResult, BoundaryReport } from "./report.ts";

/** The folder of all proofs: `proofs` in LEASTKEY_HOME. */
export interface ProofHome {
  readonly root: string;
}

const outcomeShape = v.object({
  vector: v.string(),
  outcome: v.picklist(["held", "leaked", "not-exercised"]),
});
const proofShape = v.object({
  /** Of the oldest outcome, ISO 8601: a part that was run again makes the rest no newer. */
  at: v.string(),
  mode: v.picklist(["simulated", "live"]),
  passed: v.boolean(),
  /** Every scenario was in it. */
  whole: v.boolean(),
  rules: v.string(),
  version: v.optional(v.string()),
  /** By scenario. */
  outcomes: v.record(v.string(), outcomeShape),
});
const agentShape = v.object({ simulated: v.optional(proofShape), live: v.optional(proofShape) });
const fileShape = v.object({ version: v.literal(2), root: v.string(), agents: v.record(v.string(), agentShape) });
type Proof = v.InferOutput<typeof proofShape>;
type StoredProofs = v.InferOutput<typeof agentShape>;

export interface LastProof extends Proof {
  /** The rules are not those that were tested. */
  readonly stale: boolean;
}

/** What the last runs with one agent showed. */
export interface AgentProofs {
  readonly simulated?: LastProof;
  readonly live?: LastProof;
}

const proofFileOf = (real: string, home: ProofHome): string => indexFileOf(real, { indexes: `${home.root}/proofs` });
const realOf = (root: string, files: Files): string => slashed(files.realPath(root) ?? root);

/** What the last runs showed: the simulated one and the one with the agent itself. */
export function proofsOf(home: ProofHome, root: string, agent: string, files: Files): AgentProofs {
  const real = realOf(root, files);
  const { simulated, live } = readProofs(real, home, files)[agent] ?? {};
  const rules = rulesHash(real, agent, files);
  const now = (proof: Proof): LastProof => ({ ...proof, stale: proof.rules !== rules });
  return {
    ...(simulated === undefined ? {} : { simulated: now(simulated) }),
    ...(live === undefined ? {} : { live: now(live) }),
  };
}

/** Of the rules as they are now, one that failed before one that passed; else the last of others. The agent itself goes first. */
export function telling({ simulated, live }: AgentProofs): LastProof | undefined {
  const all = [live, simulated].flatMap((proof) => proof ?? []);
  return all.find(({ stale, passed }) => !stale && !passed) ?? all.find(({ stale }) => !stale) ?? all[0];
}

export const lastProof = (home: ProofHome, root: string, agent: string, files: Files): LastProof | undefined =>
  telling(proofsOf(home, root, agent, files));

/** When an agent's tests last passed with the rules as they are now: coverage's `proved`. */
export function provedAt(home: ProofHome, root: string, agent: string, files: Files): string | undefined {
  const proof = lastProof(home, root, agent, files);
  return proof?.passed === true && !proof.stale ? proof.at : undefined;
}

/** `whole`: every scenario was tried; else the outcomes join those of the same rules, and replace what was tried again. */
export function recordProofs(report: BoundaryReport, home: ProofHome, files: Files, whole: boolean): void {
  const real = realOf(report.root, files);
  const agents = { ...readProofs(real, home, files) };
  for (const result of report.agents) {
    const rules = rulesHash(real, result.agent, files);
    const before = agents[result.agent];
    const last = before?.[report.mode];
    const joined = !whole && last?.rules === rules && last.version === result.version ? last : undefined;
    agents[result.agent] = { ...before, [report.mode]: proofOf(result, report, { rules, whole, joined }) };
  }
  files.replace(proofFileOf(real, home), `${JSON.stringify({ version: 2, root: real, agents })}\n`, 0o600);
}

interface Around {
  readonly rules: string;
  readonly whole: boolean;
  readonly joined: Proof | undefined;
}

function proofOf(result: AgentResult, { mode, ran }: BoundaryReport, { rules, whole, joined }: Around): Proof {
  const fresh = result.cells.map(
    ({ scenario, vector, outcome }) => [scenario, { vector, outcome: outcome.kind }] as const,
  );
  const outcomes = { ...joined?.outcomes, ...Object.fromEntries(fresh) };
  const isWhole = whole || joined?.whole === true;
  const kinds = Object.values(outcomes).map(({ outcome }) => outcome);
  return {
    at: joined?.at ?? ran,
    mode,
    passed: isWhole && result.controls.every(({ ok }) => ok) && kinds.includes("held") && !kinds.includes("leaked"),
    whole: isWhole,
    rules,
    ...(result.version === undefined ? {} : { version: result.version }),
    outcomes,
  };
}

/** One cell of the grid agent by vector. */
export interface GridCell {
  readonly vector: string;
  readonly held: number;
  /** The scenarios. */
  readonly leaked: readonly string[];
  readonly untested: number;
  /** Of the agent itself; else of its simulated calls. */
  readonly live: boolean;
}

/** A row of cells, in the order of the scenarios; what the agent itself showed stands before what was simulated. */
export function gridOf({ simulated, live }: AgentProofs): readonly GridCell[] {
  const isLive = live !== undefined && (!live.stale || simulated === undefined || simulated.stale);
  const base = Object.entries(simulated?.outcomes ?? live?.outcomes ?? {});
  const vectors = [...new Set([...base, ...Object.entries(live?.outcomes ?? {})].map(([, { vector }]) => vector))];
  return vectors.map((vector) => {
    const own = isLive ? outcomesIn(live, vector) : [];
    const tried = own.some(([, outcome]) => outcome !== "not-exercised");
    const outcomes = tried || simulated === undefined ? own : outcomesIn(simulated, vector);
    return {
      vector,
      held: outcomes.filter(([, outcome]) => outcome === "held").length,
      leaked: outcomes.filter(([, outcome]) => outcome === "leaked").map(([id]) => id),
      untested: outcomes.filter(([, outcome]) => outcome === "not-exercised").length,
      live: tried,
    };
  });
}

const outcomesIn = ({ outcomes }: Proof, vector: string): readonly (readonly [string, string])[] =>
  Object.entries(outcomes).flatMap(([id, one]) => (one.vector === vector ? [[id, one.outcome] as const] : []));

/** Of everything that the agent's own programs obey; what it is only asked to follow or offered changes freely. */
function rulesHash(real: string, agent: string, files: Files): string {
  const paths = (agentHere(agent, real, files)?.surfaces ?? [])
    .filter(({ kind }) => kind !== "instructions" && kind !== "tools")
    .map(({ path }) => path);
  const texts = [...new Set(paths)].toSorted().map((path) => `${path}\n${files.readText(`${real}/${path}`) ?? "none"}`);
  return contentHash(texts.join("\n"));
}

/** A file that is missing, damaged, older or of another root counts as no proof. */
function readProofs(real: string, home: ProofHome, files: Files): Readonly<Record<string, StoredProofs>> {
  const text = files.readText(proofFileOf(real, home));
  if (text === undefined) return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileShape), text);
  return parsed.success && parsed.output.root === real ? parsed.output.agents : {};
}
