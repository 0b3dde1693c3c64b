import type { DeadlyCommand } from "./catalogue.ts";

interface Pattern {
  readonly operands: readonly ("**" | RegExp)[];
  readonly options: readonly { readonly names: readonly string[]; readonly value: string | undefined }[];
}

const cache = new Map<string, Pattern>();

/** Whether a command, its program first and without its folder, is the one that `run` describes. */
export function isCommand({ run }: Pick<DeadlyCommand, "run">, argv: readonly string[]): boolean {
  if (!isProgram(run.split(" ", 1)[0] ?? "", argv[0] ?? "")) return false; // before any pattern is made: most are others'
  const pattern = cache.get(run) ?? patternOf(run);
  cache.set(run, pattern);
  const args = argv.slice(1);
  if (!pattern.options.every((option) => hasOption(option, args))) return false;
  return fits(pattern.operands, operandsOf(args));
}

function patternOf(run: string): Pattern {
  const [, ...words] = run.split(" ");
  const isOption = (word: string): boolean => word.startsWith("-");
  return {
    operands: words.filter((word) => !isOption(word)).map((word) => (word === "**" ? word : eitherOf(word))),
    options: words.filter(isOption).map((word) => {
      const [names = "", value] = word.split("=", 2);
      return { names: names.split("|"), value };
    }),
  };
}

const isProgram = (word: string, name: string): boolean =>
  word.includes("*") ? eitherOf(word).test(name) : word.split("|").includes(name);

function eitherOf(word: string): RegExp {
  const each = word.split("|").map((one) => one.replace(/[.+?^${}()[\]\\]/g, "\\$&").replaceAll("*", ".*"));
  return new RegExp(`^(?:${each.join("|")})$`);
}

function hasOption({ names, value }: Pattern["options"][number], args: readonly string[]): boolean {
  return args.some((arg, at) =>
    names.some((name) => {
      if (value === undefined) return arg === name || arg.startsWith(`${name}=`);
      const given = arg === name ? (args[at + 1] ?? "") : arg.startsWith(name) ? arg.slice(name.length) : "";
      return given.replace(/^=/, "").toUpperCase() === value;
    }),
  );
}

interface Operand {
  readonly text: string;
  /** It follows an option and may be its value. */
  readonly mayBeValue: boolean;
}

function operandsOf(args: readonly string[]): readonly Operand[] {
  return args.flatMap((text, at) => {
    if (/^-./.test(text)) return [];
    const before = args[at - 1] ?? "";
    return [{ text, mayBeValue: /^-./.test(before) && before !== "--" && !before.includes("=") }];
  });
}

/** The pattern's words stand first and in order; a word that may be an option's value can be passed over. */
function fits(pattern: Pattern["operands"], operands: readonly Operand[]): boolean {
  const [want, ...rest] = pattern;
  if (want === undefined) return true;
  const [first, ...others] = operands;
  if (want === "**") return fits(rest, operands) || (first !== undefined && fits(pattern, others));
  if (first === undefined) return false;
  if (want.test(first.text) && fits(rest, others)) return true;
  return first.mayBeValue && fits(pattern, others);
}
