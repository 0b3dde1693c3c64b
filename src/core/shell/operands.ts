import { destinationLast, entryOf, fileUsers, patternFirst } from "./commands.ts";
import type { Alternatives } from "./types.ts";

/** Options that name what is left out, or a pattern. */
const leavesOut = /^(?:--exclude(?:-dir)?|--ignore(?:-pattern|-path)?|--skip|--include|--i?glob|-g)(?:=|$)|^-x$/;

/** The arguments whose files a command would show: without patterns, destinations and files that are only used. */
export function shownOperands(name: string, args: readonly Alternatives[]): readonly Alternatives[] {
  const used = entryOf(fileUsers, name);
  if (used?.has("*") === true) return [];
  const words = args.map((alternatives) => alternatives[0] ?? "");
  if (isMentionOnly(name, words)) return [];
  const skipped = new Set<number>();
  words.forEach((word, index) => {
    if (used === undefined) return;
    if (used.has(word)) skipped.add(index + 1);
    if (used.has(word.split("=")[0] ?? "") && word.includes("=")) skipped.add(index);
  });
  if (used !== undefined && showsAnyway(name, words)) skipped.clear();
  if (patternFirst.has(name)) for (const index of patternsOf(name, words)) skipped.add(index);
  if (destinationLast.has(name) && !words.some((word) => /^-t$|^--target-directory/.test(word))) {
    const last = words.findLastIndex((word) => !/^-./.test(word));
    if (words.filter((word) => !/^-./.test(word)).length > 1) skipped.add(last);
  }
  words.forEach((word, index) => {
    if (leavesOut.test(word)) skipped.add(word.includes("=") ? index : index + 1);
  });
  return args.filter((_, index) => !skipped.has(index));
}

/** Their arguments are names of packages, messages or branches. */
function isMentionOnly(name: string, words: readonly string[]): boolean {
  const first = words[0] ?? "";
  if (["npm", "pnpm", "yarn", "bun", "pip", "pip3", "brew", "apt", "apt-get", "cargo", "gem", "go"].includes(name)) {
    return !/^(?:exec|x|dlx|publish|pack)$/.test(first) && !words.some((word) => /[./]env\b|^@\//.test(word));
  }
  return (
    ["man", "info", "help", "apropos", "tldr", "logger", "notify-send", "say", "gh"].includes(name) &&
    !words.some((word) => /^(?:-F|--body-file|--input|-f)$/.test(word))
  );
}

/** `docker run --env-file .env image env`, `docker compose --env-file .env config`: the use is to show it. */
function showsAnyway(name: string, words: readonly string[]): boolean {
  if (/^(?:docker|podman|docker-compose)$/.test(name)) {
    return (
      words.some((word) =>
        /^(?:env|printenv|export|set|config|convert)$|^\/proc\/|\benv\b.*\||\bprintenv\b|\bcat\b/.test(word),
      ) || words.includes("-c")
    );
  }
  if (name === "kubectl")
    return (
      words.some((word) => /^(?:view|--raw|--dry-run.*|-o.*|--output.*|diff)$/.test(word)) &&
      words.some((word) => /^(?:config|diff|create|apply)$/.test(word))
    );
  if (name === "helm") return words.some((word) => /^(?:template|--dry-run.*|--debug)$/.test(word));
  return false;
}

function patternsOf(name: string, words: readonly string[]): readonly number[] {
  const given = words.flatMap((word, index) =>
    /^-[A-Za-z]*[ef]$|^--(?:regexp|expression|from-file|arg)$/.test(word) ? [index + 1] : [],
  );
  const program = words.flatMap((word, index) =>
    /^-[A-Za-z]*e$|^--(?:regexp|expression)$/.test(word) ? [index + 1] : [],
  );
  if (given.length > 0 && name !== "jq") return program;
  const valued =
    name === "jq"
      ? /^--(?:arg|argjson|slurpfile|rawfile|indent)$/
      : /^-(?:[A-Za-z]*[mABCgtTvF]|-(?:max-count|context|glob|type|include|exclude|exclude-dir))$/;
  const first = words.findIndex(
    (word, index) =>
      !/^-./.test(word) &&
      !(
        valued.test(words[index - 1] ?? "") &&
        (name === "jq" || /grep|rg|ag|ack|awk/.test(name)) &&
        isValue(name, words[index - 1] ?? "")
      ),
  );
  return first < 0 ? [] : [first];
}

function isValue(name: string, option: string): boolean {
  if (/awk/.test(name)) return /^-[vF]$/.test(option);
  return name === "jq"
    ? true
    : /^-[A-Za-z]*[mABC]$|^-[gtT]$|^--(?:max-count|context|glob|type|include|exclude|exclude-dir)$/.test(option);
}
