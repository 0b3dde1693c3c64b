import { decodeBase64 } from "./inline-code.ts";
import { namedByListing } from "./trees.ts";
import { type Invocation, marks, type Names, type Run } from "./types.ts";

/** What a command is known to print, as texts: enough to follow names into `xargs`, `$(…)`, `read` and `| sh`. */
export function outputOf(run: Run, name: string, words: readonly string[], invocation: Invocation): Names {
  const listed = namedByListing(run, name, words, invocation.scope);
  if (listed !== undefined) return listed;
  const incoming = invocation.stdin ?? (invocation.stdinText.length > 0 ? invocation.stdinText : undefined);
  switch (name) {
    case "echo":
    case "print":
      return echoed(invocation);
    case "printf":
      return printed(words, invocation);
    case "pwd":
      return invocation.scope.cwd === undefined ? undefined : [invocation.scope.cwd];
    case "git":
      return gitNames(run, words, invocation);
    case "rg":
      return words.includes("--files")
        ? run.world.under(invocation.scope.cwd ?? "/").map((one) => one.path)
        : undefined;
    case "base64":
    case "base32":
      return words.some((word) => /^-[dD]|^--decode/.test(word))
        ? incoming?.flatMap((text) => decodeBase64(text) ?? [])
        : undefined;
    case "xxd":
      return words.some((word) => /^-[a-z]*r/.test(word)) ? incoming?.map(unhex) : undefined;
    case "rev":
      return incoming?.map((text) => Array.from(text).toReversed().join(""));
    case "tr":
      return incoming?.map((text) => translated(text, words));
    case "grep":
    case "egrep":
      return incoming?.filter((text) => mayPass(text, words));
    case "cat":
      return words.every((word) => word.startsWith("-")) ? incoming : undefined;
    case "sort":
    case "uniq":
    case "head":
    case "tail":
    case "tee":
    case "shuf":
    case "tac":
    case "column":
    case "sed":
    case "awk":
    case "cut":
    case "dos2unix":
      return incoming;
    case "basename":
    case "dirname":
    case "realpath":
    case "readlink":
      return name === "basename"
        ? words.map((word) => word.slice(word.lastIndexOf("/") + 1))
        : name === "dirname"
          ? words.map((word) => word.slice(0, Math.max(0, word.lastIndexOf("/"))) || ".")
          : words;
    default:
      return undefined;
  }
}

function echoed({ argv }: Invocation): Names {
  const words = argv.slice(1).filter((alternatives) => !/^-[neE]+$/.test(alternatives[0] ?? ""));
  const line = words.map((alternatives) => alternatives[0] ?? "").join(" ");
  const escapes = argv.slice(1).some((alternatives) => /^-[nE]*e/.test(alternatives[0] ?? ""));
  const all = [...words.flat(), ...(words.length > 1 ? [line] : [])];
  return escapes ? all.map(escaped) : all;
}

function escaped(text: string): string {
  return text
    .replace(/\\x([0-9a-fA-F]{1,2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\0?([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 255))
    .replaceAll("\\n", "\n");
}

function printed(words: readonly string[], invocation: Invocation): Names {
  const [format = "", ...values] = words[0] === "--" ? words.slice(1) : words;
  let index = 0;
  const filled = escaped(format).replace(/%[-\d.]*[a-zA-Z]/g, () => values[index++] ?? "");
  return [
    filled,
    ...filled.split("\n"),
    ...(values.length > index ? [values.join("")] : []),
    ...invocation.argv.slice(2).flat(),
  ];
}

function gitNames(run: Run, words: readonly string[], { scope }: Invocation): Names {
  if (!words.includes("ls-files")) return undefined;
  const here = run.world.under(scope.cwd ?? "/");
  const others = words.some((word) => /^(?:-o|--others|-i|--ignored)$/.test(word));
  return here.filter((one) => others || run.world.tracked(one.path)).map((one) => one.path);
}

function unhex(text: string): string {
  return text
    .replace(/\s/g, "")
    .replace(/([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function translated(text: string, words: readonly string[]): string {
  const [from = "", to = ""] = words.filter((word) => !word.startsWith("-"));
  if (words.some((word) => /^-[a-z]*d/.test(word)))
    return Array.from(text)
      .filter((char) => !from.includes(char))
      .join("");
  const source = ranges(from);
  const target = ranges(to);
  if (source.length === 0 || target.length === 0) return text;
  return Array.from(text, (char) => {
    const at = source.indexOf(char);
    return at < 0 ? char : (target[Math.min(at, target.length - 1)] ?? char);
  }).join("");
}

function ranges(text: string): readonly string[] {
  const whole = text.replace("[:upper:]", "A-Z").replace("[:lower:]", "a-z");
  return [...whole.matchAll(/(.)-(.)|([\s\S])/g)].flatMap((match) => {
    if (match[3] !== undefined) return [match[3]];
    const first = (match[1] ?? "").charCodeAt(0);
    const last = (match[2] ?? "").charCodeAt(0);
    return Array.from({ length: Math.max(0, Math.min(300, last - first + 1)) }, (_, step) =>
      String.fromCharCode(first + step),
    );
  });
}

/** A plain `grep WORD` in the pipe keeps the names that match; anything more keeps all. */
function mayPass(text: string, words: readonly string[]): boolean {
  const options = words.filter((word) => word.startsWith("-"));
  const [pattern, ...files] = words.filter((word) => !word.startsWith("-"));
  if (pattern === undefined || files.length > 0 || marks.test(pattern)) return true;
  if (!options.every((option) => /^-[viEFw]+$/.test(option))) return true;
  const inverted = options.some((option) => option.includes("v"));
  try {
    const source = options.some((option) => option.includes("F"))
      ? pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      : pattern.replaceAll("\\|", "|");
    return new RegExp(source, "i").test(text) !== inverted;
  } catch {
    return true;
  }
}
