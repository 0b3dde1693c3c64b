import { entryOf, shells, wrapperOperands, wrappers } from "./commands.ts";
import { guardedIn, refuse } from "./touch.ts";
import type { Alternatives, Invocation, Run } from "./types.ts";

export interface Unwrapped {
  readonly invocation: Invocation;
  /** Shell code that a wrapper was given as text: `npx -c CODE`, `su -c CODE`, `watch CODE`. */
  readonly codes: readonly string[];
}

/** Takes `sudo`, `env`, `xargs`, `timeout` and their like off; undefined when nothing is left to run. */
export function unwrap(run: Run, whole: Invocation): Unwrapped | undefined {
  const codes: string[] = [];
  let invocation = whole;
  for (let layer = 0; layer < 12; layer++) {
    const name = baseOf(invocation.argv[0]);
    if (name === "su" || name === "script" || name === "runuser" || name === "ssh-agent") {
      const words = invocation.argv.map((alternatives) => alternatives[0] ?? "");
      const at = words.findIndex((word) => /^-[a-z]*c$|^--command$/.test(word));
      if (at > 0) codes.push(words[at + 1] ?? "");
      return { invocation, codes };
    }
    const own = name === "leastkey" ? ranByUs(invocation.argv) : undefined;
    if (own !== undefined) {
      invocation = { ...invocation, argv: own };
      continue;
    }
    const valued = entryOf(wrappers, name);
    if (valued === undefined || (name === "command" && /^-[vV]/.test(invocation.argv[1]?.[0] ?? ""))) break;
    const next = take(run, name, valued, invocation);
    if (next.code !== undefined) codes.push(next.code);
    if (next.argv.length === 0) return codes.length > 0 || name === "env" ? { invocation, codes } : undefined;
    invocation = { ...invocation, argv: next.argv };
  }
  return { invocation, codes };
}

/** `leastkey run [--env-file F] -- COMMAND`: what is run counts. */
function ranByUs(argv: readonly Alternatives[]): readonly Alternatives[] | undefined {
  const words = argv.map((alternatives) => alternatives[0] ?? "");
  const at = words.indexOf("--");
  return words.slice(1, at).includes("run") && at > 0 && at < argv.length - 1 ? argv.slice(at + 1) : undefined;
}

function baseOf(alternatives: Alternatives | undefined): string {
  const text = alternatives?.[0] ?? "";
  return text.slice(text.lastIndexOf("/") + 1);
}

interface Taken {
  readonly argv: readonly Alternatives[];
  readonly code?: string;
}

function take(run: Run, name: string, valued: ReadonlySet<string>, invocation: Invocation): Taken {
  const argv = invocation.argv;
  let at = 1;
  let code: string | undefined;
  for (; at < argv.length; at++) {
    const word = argv[at]?.[0] ?? "";
    if (word === "--") {
      at++;
      break;
    }
    if (name === "env" && /^\w+=/.test(word)) {
      const [variable = "", ...value] = word.split("=");
      invocation.scope.variables.set(variable, [value.join("=")]);
      continue;
    }
    if (!/^-./.test(word)) break;
    if (/^(?:-S|--split-string|-c|--call)/.test(word) && (name === "env" || name === "npx"))
      code = word.replace(/^(?:-S|--split-string=?|-c|--call=?)/, "") || (argv[at + 1]?.[0] ?? "");
    if (/^(?:-a|--arg-file)/.test(word) && (name === "xargs" || name === "parallel")) {
      refuse(run, guardedIn(run, [...(argv[at] ?? []), ...(argv[at + 1] ?? [])], invocation.scope));
    }
    if (valued.has(word)) at++;
  }
  at += entryOf(wrapperOperands, name) ?? 0;
  let rest: readonly Alternatives[] = argv.slice(at);
  if ((name === "xargs" || name === "parallel") && rest.length > 0) rest = fed(name, argv, rest, invocation);
  if (name === "watch" || name === "parallel" || name === "strace") {
    const words = rest.map((alternatives) => alternatives[0] ?? "");
    if (words.length === 1 && /\s/.test(words[0] ?? "")) return { argv: [], code: words[0] ?? "" };
  }
  if (name === "flock" && rest[0]?.[0] === "-c") return { argv: [], code: rest[1]?.[0] ?? "" };
  return code === undefined ? { argv: rest } : { argv: [], code };
}

/** What comes down the pipe becomes arguments: in place of `{}` or the mark after -I, else at the end. */
function fed(
  name: string,
  argv: readonly Alternatives[],
  rest: readonly Alternatives[],
  invocation: Invocation,
): readonly Alternatives[] {
  const given = [...(invocation.stdin ?? []), ...invocation.stdinText]
    .flatMap((text) => text.split(/[\n\0]/))
    .filter(Boolean);
  const split = given.flatMap((text) => text.split(/\s+/)).filter(Boolean);
  const arguments_ = [...new Set([...given, ...split])].slice(0, 256);
  if (arguments_.length === 0) return rest;
  const words = argv.map((alternatives) => alternatives[0] ?? "");
  const option = words.findIndex((word) => /^-I|^--replace/.test(word));
  const mark =
    option < 0 ? "{}" : (words[option] ?? "").replace(/^(?:-I|--replace=?)/, "") || (words[option + 1] ?? "{}");
  if (!rest.some((alternatives) => alternatives.some((text) => text.includes(mark)))) {
    const positional = shells.has(baseOf(rest[0])) ? [["_"], arguments_] : [arguments_];
    return name === "xargs" ? [...rest, ...positional] : [...rest, arguments_];
  }
  return rest.map((alternatives) =>
    alternatives.flatMap((text) =>
      text.includes(mark) ? arguments_.map((one) => text.replaceAll(mark, one)) : [text],
    ),
  );
}
