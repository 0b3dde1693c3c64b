import { basename } from "node:path";
import type { ProcessFacts } from "../platform/process-chain.ts";
import type { Peer } from "./permission.ts";

/** The programs of agents, by the name that stands in their argument list; seen running or in their packages, 2026-11. */
const programs: Readonly<Record<string, string>> = {
  claude: "claude-code",
  codex: "codex",
  gemini: "gemini-cli",
  qwen: "qwen-code",
  opencode: "opencode",
  copilot: "copilot-cli",
  "cursor-agent": "cursor",
  amp: "amp",
  aider: "aider",
  goose: "goose",
  crush: "crush",
  droid: "factory-droid",
  auggie: "augment",
};
/** Launched as `node .../@anthropic-ai/claude-code/cli.js`. */
const packages: readonly (readonly [string, string])[] = [
  ["/@anthropic-ai/claude-code", "claude-code"],
  ["/@openai/codex", "codex"],
  ["/@google/gemini-cli/", "gemini-cli"],
  ["/@qwen-code/qwen-code/", "qwen-code"],
  ["/opencode-ai/", "opencode"],
  ["/@github/copilot", "copilot-cli"],
];

/** What is known of who is at the other end. */
export interface PeerEvidence {
  /** Of each process that holds the connection; undefined: the system does not tell. */
  readonly chains: readonly (readonly ProcessFacts[])[] | undefined;
  /** Registry id by the marks of its environment, as it told them itself. */
  readonly told: string | undefined;
  readonly marks: readonly { readonly agent: string; readonly marks: readonly string[] }[];
  /** Of this connection, where no process is known. */
  readonly connection: string;
  /** The folder it told. */
  readonly cwd: string | undefined;
}

/** Process ancestry first, then marks of the environment; what a peer says of itself makes it likely, never certain. */
export function identify({
  chains,
  told,
  marks,
  connection,
  cwd,
}: PeerEvidence): Omit<Peer, "root"> & { cwd: string | undefined } {
  const [chain, ...others] = chains ?? [];
  if (chain === undefined || others.length > 0) {
    return { agent: told ?? "unknown", certainty: told === undefined ? "unknown" : "likely", session: connection, cwd };
  }
  const at = chain.findIndex(({ argv }) => agentOf(argv) !== undefined);
  const process = chain[at];
  const agent = process === undefined ? undefined : agentOf(process.argv);
  const here = chain[0]?.cwd ?? cwd;
  if (process !== undefined && agent !== undefined) {
    // The outermost of the same agent: it starts helpers of its own name.
    const outermost = chain.findLast(({ argv }) => agentOf(argv) === agent) ?? process;
    return { agent, certainty: "confirmed", session: sessionOf(outermost), cwd: here };
  }
  const marked = marks.find((one) => chain.some(({ env }) => one.marks.some((mark) => isMarked(env, mark))));
  const session = chain[0] === undefined ? connection : sessionOf(chain.at(-1) ?? chain[0]);
  if (marked !== undefined) return { agent: marked.agent, certainty: "likely", session, cwd: here };
  return {
    agent: told ?? "unknown",
    certainty: told === undefined ? "unknown" : "likely",
    session: connection,
    cwd: here,
  };
}

const sessionOf = ({ pid, started }: ProcessFacts): string => `${String(pid)}@${started}`;

/** A program is told by its own name, or the script that an interpreter was given; not by words further on. */
function agentOf(argv: readonly string[]): string | undefined {
  const words = argv.slice(0, 4).filter((word) => !word.startsWith("-"));
  for (const word of words.slice(0, 2)) {
    const byPackage = packages.find(([part]) => word.includes(part))?.[1];
    const name = basename(word).replace(/\.(?:[cm]?js|exe|cmd)$/, "");
    const known = byPackage ?? (Object.hasOwn(programs, name) ? programs[name] : undefined);
    if (known !== undefined) return known;
  }
  return undefined;
}

export function isMarked(env: Readonly<Record<string, string | undefined>>, mark: string): boolean {
  const [name = "", prefix] = mark.split("=", 2);
  const value = env[name];
  return value !== undefined && value !== "" && (prefix === undefined || value.startsWith(prefix));
}
