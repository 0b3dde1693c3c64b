import { consumerOf, replaceInConfig } from "./config.ts";
import { advice } from "./consumers.ts";
import { replaceInEnvFile } from "./env-file.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { replaceInJavaScript } from "./javascript.ts";
import { csharp, kotlin, powershell, replaceInTokens, ruby } from "./lexical.ts";
import { php } from "./php.ts";
import { replaceInPython } from "./python.ts";
import { type Refusal, type Replacement, type ReplacementRequest, refused } from "./replacement.ts";
import { rust } from "./rust.ts";
import { replaceInShell } from "./shell.ts";
import { replaceInTerraform } from "./terraform.ts";
import { replaceInTree } from "./tree-language.ts";

/** By the file's name, first match. Shell, Go, ... each take source code; .env takes references. */
const languages: readonly {
  readonly files: RegExp;
  readonly replace: (request: ReplacementRequest) => Replacement | Refusal;
}[] = [
  { files: /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w.-]+\.env)$/, replace: replaceInEnvFile },
  { files: /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/, replace: replaceInJavaScript },
  { files: /\.pyi?$/, replace: replaceInPython },
  { files: /\.go$/, replace: (request) => replaceInTree(request, go) },
  { files: /\.java$/, replace: (request) => replaceInTree(request, java) },
  { files: /\.php$/, replace: (request) => replaceInTree(request, php) },
  { files: /\.rs$/, replace: (request) => replaceInTree(request, rust) },
  { files: /\.kts?$/, replace: (request) => replaceInTokens(request, kotlin) },
  { files: /\.csx?$/, replace: (request) => replaceInTokens(request, csharp) },
  { files: /\.(?:rb|rake)$|(?:^|\/)(?:Rakefile|Gemfile)$/, replace: (request) => replaceInTokens(request, ruby) },
  { files: /\.psm?1$/, replace: (request) => replaceInTokens(request, powershell) },
  { files: /\.tf(?:vars)?$/, replace: replaceInTerraform },
  {
    files: /\.(?:sh|bash|ksh|dash|zsh)$|(?:^|\/)(?:\.envrc|\.(?:bash|zsh)?(?:rc|_?profile|env|_login))$/,
    replace: replaceInShell,
  },
];

/**
 * The edit that takes one value out of one file so that the program still gets it, in the file's own language.
 * Refuses, with the way forward, where the result would not run or would hand the value to somebody.
 */
export function planReplacement(request: ReplacementRequest): Replacement | Refusal {
  const { path } = request;
  const consumer = consumerOf(path);
  if (consumer !== undefined) return replaceInConfig(request, consumer);
  const known = advice.find(({ files, holding }) => files.test(path) && holding?.test(request.text) !== false);
  if (known !== undefined) return refused(known.reason, known.hint);
  const isScript = !/\.\w+$/.test(path) && /^#!.*\b(?:ba|da|k|z|a)?sh\b/.test(request.text);
  const language = isScript ? { replace: replaceInShell } : languages.find(({ files }) => files.test(path));
  if (language !== undefined) return named(request, language.replace(request));
  return refused(
    "nothing is known to expand variables in this kind of file",
    "keep it as a template with the reference in it, and write the real file with: leastkey inject",
  );
}

/** The twelve-factor names, by scheme; another scheme gives its own, LDAP_URL. */
const addressNames: Readonly<Record<string, string>> = {
  postgres: "DATABASE_URL",
  postgresql: "DATABASE_URL",
  mysql: "DATABASE_URL",
  mariadb: "DATABASE_URL",
  sqlserver: "DATABASE_URL",
  mongodb: "MONGODB_URI",
  "mongodb+srv": "MONGODB_URI",
  rediss: "REDIS_URL",
  amqps: "AMQP_URL",
  http: "SERVICE_URL",
  https: "SERVICE_URL",
};

/** An address that was taken whole is named as one, not after the user or password in it. */
function named({ text, place }: ReplacementRequest, replacement: Replacement | Refusal): Replacement | Refusal {
  if (replacement.kind === "refused" || replacement.variable !== undefined) return replacement;
  const { start, end } = replacement.stored;
  if (start === place.start && end === place.end) return replacement;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text.slice(start, start + 40))?.[1]?.toLowerCase();
  if (scheme === undefined) return replacement;
  const variable = addressNames[scheme] ?? `${scheme.replaceAll(/[^a-z0-9]/g, "_").toUpperCase()}_URL`;
  return { ...replacement, variable };
}
