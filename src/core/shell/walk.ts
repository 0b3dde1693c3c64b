import {
  type Assignment,
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
} from "unbash";
import { type Expander, expandParts, expandWord } from "./expand.ts";
import { checkAppend, checkRead, checkWrite } from "./touch.ts";
import { type Alternatives, cloneScope, type Names, type Run, type Runnable, type Scope } from "./types.ts";

/** A script of this depth or with this many steps is no everyday command; it is refused when it names what is guarded. */
const deepest = 24;
const mostSteps = 20_000;

/** Where a node runs: variables, what comes in, and the name of what reads its output. */
interface Flow {
  readonly scope: Scope;
  readonly stdin: Names;
  readonly next: readonly string[] | undefined;
}

export function runSource(run: Run, source: string, scope: Scope, stdin: Names): Names {
  const script = parse(source);
  if ((script.errors?.length ?? 0) > 0) run.concerns.push({ rule: "unparsable", about: [], advice: "inline" });
  return runScript(run, script, { scope, stdin, next: undefined });
}

function runScript(run: Run, script: ParsedScript, flow: Flow): Names {
  if (run.depth >= deepest || run.steps >= mostSteps || run.world.isLate?.() === true) {
    run.concerns.push({ rule: "unparsable", about: [], advice: "too-deep" });
    return undefined;
  }
  run.depth++;
  const names = joined(script.commands.map((statement) => runNode(run, statement, flow)));
  run.depth--;
  return names;
}

function joined(all: readonly Names[]): Names {
  const known = all.filter((names) => names !== undefined);
  return known.length === 0 ? undefined : known.flat();
}

function expanderFor(run: Run, flow: Flow): Expander {
  return {
    run,
    scope: flow.scope,
    substitute: (script) => runScript(run, script, { scope: cloneScope(flow.scope), stdin: flow.stdin, next: ["$()"] }),
  };
}

function runNode(run: Run, node: Runnable, flow: Flow): Names {
  run.steps++;
  switch (node.type) {
    case "Statement":
      return runNode(run, node.command, flow);
    case "CompoundList":
    case "AndOr":
      return joined(node.commands.map((command) => runNode(run, command, flow)));
    case "Pipeline":
      return pipeline(run, node.commands, flow);
    case "Command":
      return runCommand(run, node, flow);
    case "Subshell":
      return runNode(run, node.body, { ...flow, scope: cloneScope(flow.scope) });
    case "BraceGroup":
    case "Coproc":
      return runNode(run, node.body, flow);
    case "Redirected":
      return runNode(run, node.command, { ...flow, stdin: redirects(run, node.redirects, flow).names ?? flow.stdin });
    case "If": {
      const branches = [node.clause, node.then, ...node.elif.flatMap((item) => [item.clause, item.then])];
      return joined([...branches, ...(node.else ? [node.else] : [])].map((list) => runNode(run, list, flow)));
    }
    case "While":
      runNode(run, node.clause, flow);
      return runNode(run, node.body, flow);
    case "For":
    case "Select":
      bind(flow.scope, node.name.value, wordsOf(run, node.wordlist ?? [], flow).flat());
      return runNode(run, node.body, flow);
    case "ArithmeticFor":
      return runNode(run, node.body, flow);
    case "Case":
      expandWord(node.word, expanderFor(run, flow));
      return joined(node.items.map((item) => runNode(run, item.body, flow)));
    case "Function":
      flow.scope.functions.set(node.name.value, node.body);
      runNode(run, node.body, { ...flow, scope: cloneScope(flow.scope) });
      return undefined;
    case "TestCommand":
    case "ArithmeticCommand":
      return substitutionsIn(run, node, flow);
  }
}

/** `[[ ]]` and `(( ))` read nothing, but a substitution in them runs. */
function substitutionsIn(run: Run, node: SyntaxNode, flow: Flow): Names {
  forEachChild(node, (child) => {
    if (child.type === "Word") expandWord(child, expanderFor(run, flow));
    else substitutionsIn(run, child, flow);
  });
  return undefined;
}

function pipeline(run: Run, commands: readonly Runnable[], flow: Flow): Names {
  let names = flow.stdin;
  commands.forEach((command, index) => {
    const follower = commands[index + 1];
    const next = follower === undefined ? flow.next : literalWords(follower);
    names = runNode(run, command, { scope: cloneScope(flow.scope), stdin: names, next });
  });
  return names;
}

function literalWords(node: Runnable): readonly string[] {
  if (node.type !== "Command") return [node.type];
  return [node.name, ...node.args].map((word) => (word?.type === "Word" ? word.value : ""));
}

function wordsOf(run: Run, words: readonly Word[], flow: Flow): readonly Alternatives[] {
  return words.map((word) => expandWord(word, expanderFor(run, flow)));
}

/** Values add up: after a branch or a loop a variable may be any of them. */
function bind(scope: Scope, name: string, values: Alternatives): void {
  const all = [...new Set([...(scope.variables.get(name) ?? []), ...values])];
  scope.variables.set(name, all.slice(0, 64));
}

function assign(run: Run, assignment: Assignment, flow: Flow): void {
  const expander = expanderFor(run, flow);
  const { value } = assignment;
  const values =
    value.type === "Word" ? expandWord(value, expander) : value.elements.flatMap((word) => expandWord(word, expander));
  run.strings.push(...values);
  const before = flow.scope.variables.get(assignment.name) ?? [""];
  const whole = assignment.append === true ? before.flatMap((left) => values.map((right) => left + right)) : values;
  bind(flow.scope, assignment.name, whole);
}

function runCommand(run: Run, command: Command, flow: Flow): Names {
  const local = command.name === undefined ? flow : { ...flow, scope: cloneScope(flow.scope) };
  for (const item of command.prefix) if (item.type === "Assignment") assign(run, item, local);
  const { names, text } = redirects(run, command.redirects, flow);
  if (command.name === undefined) return undefined;
  const args = command.args.map((arg) => (arg.type === "Word" ? arg : undefined));
  const argv = [command.name, ...args].map((word, index) => {
    if (word !== undefined) return expandWord(word, expanderFor(run, local));
    const assignment = command.args[index - 1];
    if (assignment?.type !== "Assignment") return [""];
    assign(run, assignment, flow);
    return (flow.scope.variables.get(assignment.name) ?? [""]).map((value) => `${assignment.name}=${value}`);
  });
  run.strings.push(argv.map((alternatives) => alternatives[0] ?? "").join(" "));
  for (const alternatives of argv) if (alternatives.length > 1) run.strings.push(...alternatives);
  const raw = command.args.map((arg) => arg.text).join(" ");
  const invocation = { argv, scope: flow.scope, stdin: names ?? flow.stdin, stdinText: text, raw, next: flow.next };
  const body = flow.scope.functions.get(argv[0]?.[0] ?? "");
  if (body === undefined || run.depth >= deepest) return run.invoke(invocation);
  run.depth++;
  const output = runNode(run, body, { ...flow, scope: { ...cloneScope(flow.scope), positional: argv.slice(1) } });
  run.depth--;
  return output;
}

interface Incoming {
  readonly names: Names;
  readonly text: readonly string[];
}

function redirects(run: Run, all: readonly Redirection[], flow: Flow): Incoming {
  const text: string[] = [];
  let names: Names;
  for (const redirect of all) {
    const expander = expanderFor(run, flow);
    if (redirect.type === "HereDoc") {
      const body =
        redirect.body.parts === undefined ? [redirect.body.text] : expandParts(redirect.body.parts, expander);
      text.push(...body);
      continue;
    }
    if (redirect.target === undefined) continue;
    const substitution = redirect.target.parts?.[0];
    if (substitution?.type === "ProcessSubstitution" && substitution.script !== undefined) {
      names = expander.substitute(substitution.script);
      continue;
    }
    const target = expandWord(redirect.target, expander);
    if (redirect.type === "HereString") text.push(...target);
    else if (redirect.operator === "<" || redirect.operator === "<>") checkRead(run, target, flow.scope);
    else if (redirect.operator === ">" || redirect.operator === ">|" || redirect.operator === "&>")
      checkWrite(run, target, flow.scope);
    else if (redirect.operator === ">>" || redirect.operator === "&>>") checkAppend(run, target, flow.scope);
  }
  run.strings.push(...text);
  return { names: names ?? (text.length > 0 ? text : undefined), text };
}
