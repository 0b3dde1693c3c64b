import { mayHoldCredential } from "./commands.ts";
import { guardedIn, guardedPath, refuse, treeIn } from "./touch.ts";
import type { Run, Scope } from "./types.ts";

/**
 * Programs given on the command line or on stdin of an interpreter. Nothing is evaluated: every string literal, every
 * run of literals that stand together, and every literal that decodes is taken as a path that the program may open.
 */
export function checkInlineCode(run: Run, source: string, scope: Scope): void {
  const code = spelt(source);
  const literals = literalsIn(code);
  run.strings.push(code, literals.join(""), ...joinedRuns(code), ...literals);
  const texts = [...literals, ...joinedRuns(code), ...literals.map(decodeBase64).filter((text) => text !== undefined)];
  const guarded = texts.flatMap((text) =>
    pathsWithin(text).flatMap((path) => [...guardedPath(run, path, scope), ...guardedIn(run, [path], scope)]),
  );
  refuse(run, guarded);
  if (guarded.length > 0) return;
  const built = literals.join("");
  const named = run.world.under(scope.cwd ?? "/").filter((one) => namesIt(code, built, one.path));
  if (named.length > 0) return refuse(run, named);
  if (walksTrees.test(code) && opensFiles.test(code) && scope.cwd !== undefined)
    refuse(run, treeIn(run, [scope.cwd], scope), true);
  checkEnvironmentInCode(run, code);
}

/** The file's own name in the code, or spelt by all its literals together. */
function namesIt(code: string, built: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.length < 4) return false;
  if (built.includes(name)) return true;
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + 1)) {
    // `process.env` and `my.env2` are no files.
    if (!/[\w)\]-]/.test(code[at - 1] ?? "") && !/[\w-]/.test(code[at + name.length] ?? "")) return true;
  }
  return false;
}

const walksTrees =
  /\b(?:os\.walk|glob|iglob|rglob|listdir|scandir|readdir\w*|walkdir|Find\.find|Dir\.(?:glob|children|entries|foreach)|Dir\[|opendir|RecursiveDirectoryIterator|walkSync|expandGlob)\b|Dir\[/;
const opensFiles = /\b(?:open|read\w*|slurp|File\.|cat|file_get_contents|createReadStream|fopen|IO\.)/;

const wholeEnvironment =
  /\bos\.environ\b(?!\s*(?:\[|\.get\b|\.setdefault\b|\.pop\b|\.keys\b|\.__contains__))|\bprocess\.env\b(?!\s*(?:\.|\[|\?\.))|\bDeno\.env\.toObject\b|\bENV\b(?:\.(?:to_a|to_h|each|map|inspect|values|sort|select|each_pair))|\b(?:puts|p|pp|print)\s+ENV\b(?!\[)|[%]ENV\b|\bgetenv\(\)|\$_ENV\b(?!\[)|\bBun\.env\b(?!\s*[.[])|\bos\.environb\b|\bENVIRON\b(?!\s*\[\s*["'])/;
const oneVariable =
  /(?:os\.environ(?:\.get)?\s*[[(]\s*|os\.getenv\(\s*|process\.env\s*(?:\.|\[\s*)|Deno\.env\.get\(\s*|ENV(?:\.fetch)?\s*[[({]\s*|\bgetenv\(\s*|ENVIRON\s*\[\s*)["'`]?(\w+)/g;
const prints = /\b(?:print|puts|echo|say|console\.\w+|pp|printf|write|fetch|requests?\.\w+|urlopen)\b|(?:^|\s)-p\b/;
const loadsDotenv = /\bdotenv\b|\bload_dotenv\b|\bdotenv_values\b/;

function checkEnvironmentInCode(run: Run, code: string): void {
  if (loadsDotenv.test(code) && prints.test(code)) {
    run.concerns.push({ rule: "environment-dump", about: [], advice: "names-only" });
    return;
  }
  if (!run.world.credentialsInEnvironment()) return;
  const namesOnly = /Object\.keys\(\s*process\.env\s*\)|sorted\(\s*os\.environ\s*\)|list\(\s*os\.environ\s*\)/g;
  const rest = code.replace(namesOnly, "");
  const secret = [...rest.matchAll(oneVariable)].some((match) => mayHoldCredential(match[1] ?? ""));
  if (
    wholeEnvironment.test(rest) ||
    (secret && /\b(?:print|puts|echo|say|console\.\w+|pp|printf|write)\b/.test(rest))
  ) {
    run.concerns.push({ rule: "environment-dump", about: [], advice: "names-only" });
  }
}

const literal =
  /"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|`((?:[^`\\]|\\[\s\S])*)`|\bqw?[qrwx]?[({[/|]([^)}\]/|]*)[)}\]/|]/g;

function literalsIn(code: string): readonly string[] {
  return [...code.matchAll(literal)].map((match) => unescape(match[1] ?? match[2] ?? match[3] ?? match[4] ?? ""));
}

/** Literals with only an operator, a comma or a bracket between them, put together. */
function joinedRuns(code: string): readonly string[] {
  const runs: string[] = [];
  let end = -1;
  let text = "";
  for (const match of code.matchAll(literal)) {
    const piece = unescape(match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
    const between = end < 0 ? undefined : code.slice(end, match.index);
    if (between !== undefined && /^[\s+.,&;:~)([\]]*(?:concat|join)?[\s+.,&([]*$/.test(between)) text += piece;
    else {
      if (text !== "") runs.push(text);
      text = piece;
    }
    end = match.index + match[0].length;
  }
  return [...runs, text];
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}|([0-7]{1,3})|([\s\S]))/g,
    (_all, ...found: unknown[]) => {
      const hex = found.slice(0, 3).find((one) => typeof one === "string");
      if (typeof hex === "string") return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      if (typeof found[3] === "string") return String.fromCharCode(Number.parseInt(found[3], 8));
      const other = typeof found[4] === "string" ? found[4] : "";
      return other === "n" ? "\n" : other === "t" ? "\t" : other;
    },
  );
}

/** `chr(46)`, `String.fromCharCode(46,101)`, `Buffer.from([46,101])`, `[46].pack("c")` as the text they make. */
function spelt(code: string): string {
  return code.replace(
    /(?:\b(?:chr|String\.fromCharCode|String\.fromCodePoint|bytes|Buffer\.from)\s*\(\s*\[?|\[)((?:\s*(?:0x[0-9a-f]+|\d{1,3})\s*,?)+)\]?\s*(?:\)|\.pack\([^)]*\))/gi,
    (_, list: string) =>
      JSON.stringify(
        String.fromCharCode(
          ...list
            .split(/[\s,]+/)
            .filter(Boolean)
            .map(Number),
        ),
      ),
  );
}

function pathsWithin(text: string): readonly string[] {
  if (text.length > 20_000) return [];
  return [text, ...text.split(/[\s"'`=:;|<>(){}[\],&]+/)].filter((path) => path !== "" && /[./\\]/.test(path));
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Text of a base64 literal; undefined when it is none or decodes to bytes that are no text. */
export function decodeBase64(text: string): string | undefined {
  const digits = text.trim().replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "");
  if (digits.length < 4 || digits.length > 8192 || !/^[A-Za-z0-9+/\s]+$/.test(digits)) return undefined;
  let bits = 0;
  let held = 0;
  let decoded = "";
  for (const digit of digits.replace(/\s/g, "")) {
    held = ((held << 6) | alphabet.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((held >> bits) & 255);
  }
  return /^[\x20-\x7e\s]+$/.test(decoded) ? decoded : undefined;
}
