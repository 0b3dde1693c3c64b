import { applyEdits as applyJson, type JSONPath, modify, type ParseError, parse } from "jsonc-parser";
import type { TextEdit } from "./replacement.ts";

/** One start of a program that can go through the resolver. */
export interface Wiring {
  readonly title: string; // "scripts.start"
  readonly edits: readonly TextEdit[]; // for the text as it is, role support
}

/** `node server.js --port 1`: nothing in it that only a shell understands, so that a prefix reaches all of it. */
const simple = /^[\w./@:,+-]+(?: [\w./@:,+= -]*)?$/;
const startsProgram = /^(?:start|dev|serve|demo|test)(?::[\w-]+)?$/;
const isWired = /(?:^|[\s/])leastkey(?:\.cmd)?(?:\s|$)/;
const before = "leastkey run -- ";

/** The starts in a file that a project keeps them in; none where it has another shape or starts nothing simple. */
export function wiringsIn(path: string, text: string): readonly Wiring[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (name) {
    case "package.json":
      return scripts(text);
    case "Procfile":
      return procfile(text);
    case "launch.json":
      return launches(text);
    case "tasks.json":
      return tasks(text);
    default:
      return [];
  }
}

function scripts(text: string): readonly Wiring[] {
  const all = recordOf(recordOf(dataOf(text))?.["scripts"]);
  return Object.entries(all ?? {}).flatMap(([name, command]) =>
    typeof command === "string" && startsProgram.test(name) && isPlain(command)
      ? [{ title: `scripts.${name}`, edits: set(text, ["scripts", name], before + command) }]
      : [],
  );
}

function procfile(text: string): readonly Wiring[] {
  return [...text.matchAll(/^([\w-]+):[ \t]*(\S.*)$/gm)].flatMap(
    ({ 0: line, 1: name = "", 2: command = "", index }) => {
      const start = index + line.length - command.length;
      const edit = { start, end: start, text: before, role: "support" } as const;
      return isPlain(command.trim()) ? [{ title: name, edits: [edit] }] : [];
    },
  );
}

/** Node's debugger starts what runtimeExecutable names, and finds the program behind it by its own variables. */
function launches(text: string): readonly Wiring[] {
  return listOf(recordOf(dataOf(text))?.["configurations"]).flatMap((one, at) => {
    const { type, request, runtimeExecutable = "node", runtimeArgs = [] } = one;
    const isNode = (type === "node" || type === "pwa-node") && request === "launch";
    if (!isNode || typeof runtimeExecutable !== "string" || !isPlain(runtimeExecutable) || !Array.isArray(runtimeArgs))
      return [];
    const path = ["configurations", at];
    const args = ["run", "--", runtimeExecutable, ...(runtimeArgs as readonly unknown[])];
    const changed = applyBoth(text, [[...path, "runtimeExecutable"], "leastkey"], [[...path, "runtimeArgs"], args]);
    return [{ title: titleOf(one, "name"), edits: changed }];
  });
}

function tasks(text: string): readonly Wiring[] {
  return listOf(recordOf(dataOf(text))?.["tasks"]).flatMap((one, at) => {
    const { type = "process", command, args = [] } = one;
    if (typeof command !== "string" || !isPlain(command) || !Array.isArray(args)) return [];
    const path = ["tasks", at];
    const edits =
      type === "shell"
        ? set(text, [...path, "command"], before + command)
        : type === "process"
          ? applyBoth(
              text,
              [[...path, "command"], "leastkey"],
              [
                [...path, "args"],
                ["run", "--", command, ...(args as readonly unknown[])],
              ],
            )
          : [];
    return edits.length === 0 ? [] : [{ title: titleOf(one, "label"), edits }];
  });
}

const isPlain = (command: string): boolean => simple.test(command) && !isWired.test(command);
const titleOf = (one: Readonly<Record<string, unknown>>, key: string): string =>
  typeof one[key] === "string" ? one[key] : "without a name";

function dataOf(text: string): unknown {
  const errors: ParseError[] = [];
  const data: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : data;
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : undefined;
}

function listOf(data: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(data) ? data : []).map((one) => recordOf(one) ?? {});
}

function set(text: string, path: JSONPath, value: unknown): readonly TextEdit[] {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const formattingOptions = { tabSize: indent.length, insertSpaces: !indent.includes("\t"), eol: "\n" };
  return modify(text, path, value, { formattingOptions }).map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
    role: "support",
  }));
}

/** Two values of one object, as one stretch: the second is placed on the text that the first made. */
function applyBoth(
  text: string,
  [firstPath, first]: readonly [JSONPath, unknown],
  [secondPath, second]: readonly [JSONPath, unknown],
): readonly TextEdit[] {
  const formattingOptions = { tabSize: 2, insertSpaces: true, eol: "\n" };
  const half = applyJson(text, modify(text, firstPath, first, { formattingOptions }));
  const whole = applyJson(half, modify(half, secondPath, second, { formattingOptions }));
  let start = 0;
  while (start < text.length && text[start] === whole[start]) start++;
  let same = 0;
  while (same < text.length - start && same < whole.length - start && text.at(-1 - same) === whole.at(-1 - same))
    same++;
  return [{ start, end: text.length - same, text: whole.slice(start, whole.length - same), role: "support" }];
}
