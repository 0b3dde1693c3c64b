import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import { agentById } from "../../agents/index.ts";
import { LeastkeyError } from "../../core/errors.ts";
import { type Attempt, type Scenario, unknownPlaces } from "./scenario.ts";
import { readSentence, scenariosOf, sentenceForms } from "./sentences.ts";

export const teamFile = ".leastkey/boundaries.yaml";

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(4000));
const attemptShape = v.union(
  [
    v.strictObject({ read: text }),
    v.strictObject({ search: v.strictObject({ path: v.optional(text, "."), pattern: text, glob: v.optional(text) }) }),
    v.strictObject({ list: v.strictObject({ path: v.optional(text, "."), pattern: text }) }),
    v.strictObject({ shell: text }),
    v.strictObject({ edit: v.strictObject({ path: text, text }) }),
    v.strictObject({ mcp: v.strictObject({ tool: text, input: v.optional(v.record(v.string(), text), {}) }) }),
    v.strictObject({ fetch: text }),
    v.strictObject({ prompt: text }),
  ],
  "an attempt is one of read, search, list, shell, edit, mcp, fetch and prompt",
);
const boundaryShape = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "an id has small letters, digits and dashes")),
  title: text,
  vector: v.optional(text, "team"),
  attempt: v.optional(attemptShape),
  attempts: v.optional(v.pipe(v.array(attemptShape), v.minLength(1, "attempts is empty"))),
  must_not: text,
  held_by: v.optional(v.picklist(["deny", "ask"], 'held_by is "deny" or "ask"'), "deny"),
  agents: v.optional(v.array(v.string())),
  session: v.optional(
    v.picklist(
      ["development", "test", "staging", "production"],
      "a session is development, test, staging or production",
    ),
  ),
});
const fileShape = v.strictObject({
  version: v.literal(1, "version is 1"),
  boundaries: v.array(v.lazy((one) => (typeof one === "string" ? text : boundaryShape))),
});
type AttemptInFile = v.InferOutput<typeof attemptShape>;

/**
 * A team's own boundary tests. `hidden`: the files that the workspace's rules hide, which a sentence may be about. Throws
 * config.invalid with the line and what is wrong there.
 */
export function parseTeamFile(source: string, hidden: readonly string[] = []): readonly Scenario[] {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw invalid(lines.linePos(fault.pos[0]).line, fault.message.split("\n")[0] ?? "not valid YAML");
  const lineOf = (path: readonly unknown[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const parsed = v.safeParse(fileShape, document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = (issue.path ?? []).map(({ key }) => key);
    throw invalid(lineOf(path), `${path.map(String).join(".") || "the file"}: ${issue.message}`);
  }
  const seen = new Set<string>();
  return parsed.output.boundaries.flatMap((boundary, at) => {
    const line = lineOf(["boundaries", at]);
    const [id, scenarios] =
      typeof boundary === "string"
        ? sentenceAt(boundary, line, hidden)
        : ([boundary.id, [scenarioOf(boundary, line)]] as const);
    if (seen.has(id)) throw invalid(line, `there are two boundaries with the id "${id}"`);
    seen.add(id);
    return scenarios.map((scenario) => ({ ...scenario, source: teamFile, line }));
  });
}

function sentenceAt(
  words: string,
  line: number,
  hidden: readonly string[],
): readonly [id: string, scenarios: readonly Scenario[]] {
  const read = readSentence(words);
  if (read === undefined) {
    const forms = sentenceForms.map((form) => `"${form}"`).join(", ");
    throw invalid(line, `"${words}" is no sentence that can be tested; these are: ${forms}`);
  }
  const agent = read.sentence.kind === "delete" ? read.sentence.agent : undefined;
  if (agent !== undefined && agentById(agent) === undefined)
    throw invalid(line, `"${words}" is about "${agent}", which is no agent; "agent" means every one`);
  return [read.slug, scenariosOf(read, words, hidden)];
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

function scenarioOf(boundary: v.InferOutput<typeof boundaryShape>, line: number): Scenario {
  const given = [...(boundary.attempt === undefined ? [] : [boundary.attempt]), ...(boundary.attempts ?? [])];
  const [first, ...rest] = given.map(attemptOf);
  if (first === undefined) throw invalid(line, `"${boundary.id}" tries nothing: it needs attempt or attempts`);
  const [misspelt] = unknownPlaces(JSON.stringify(given));
  if (misspelt !== undefined) throw invalid(line, `"${boundary.id}" names {${misspelt}}, which stands for nothing`);
  const stranger = boundary.agents?.find((id) => agentById(id) === undefined);
  if (stranger !== undefined) throw invalid(line, `"${boundary.id}" is for "${stranger}", which is no agent`);
  return {
    id: boundary.id,
    title: boundary.title,
    vector: boundary.vector,
    attempts: [first, ...rest],
    mustNot: boundary.must_not,
    heldBy: boundary.held_by,
    oracle: canaryPlaces.test(JSON.stringify(given)) ? "canary" : "verdict",
    ...(boundary.session === undefined ? {} : { session: boundary.session }),
    ...(boundary.agents === undefined ? {} : { agents: boundary.agents }),
  };
}

/** Where one of these stands in an attempt the canary arrives when it leaks, so that a live run can tell. */
const canaryPlaces = /(?<!\$)\{(?:file|other|glob|link|through|worktree|value|base64|hex|head)\}/;

function attemptOf(attempt: AttemptInFile): Attempt {
  if ("read" in attempt) return { kind: "read", path: attempt.read };
  if ("search" in attempt) {
    const { path, pattern, glob } = attempt.search;
    return { kind: "search", path, pattern, ...(glob === undefined ? {} : { glob }) };
  }
  if ("list" in attempt) return { kind: "list", ...attempt.list };
  if ("shell" in attempt) return { kind: "shell", command: attempt.shell };
  if ("edit" in attempt) return { kind: "edit", ...attempt.edit };
  if ("mcp" in attempt) return { kind: "mcp", ...attempt.mcp };
  if ("fetch" in attempt) return { kind: "fetch", url: attempt.fetch };
  return { kind: "prompt", text: attempt.prompt };
}

function invalid(line: number, what: string): LeastkeyError {
  const hint = "media/schema/boundaries.schema.json describes it, and editors complete it";
  return new LeastkeyError("config.invalid", `${teamFile}:${String(line)}: ${what}`, hint);
}
