import type { Reader } from "./assignment.ts";
import { readCsv } from "./csv.ts";
import { readDotenv } from "./dotenv.ts";
import { readIni } from "./ini.ts";
import { readJson, readJsonLines } from "./json.ts";
import { readGitCredentials, readNetrc, readPgpass, readUserList } from "./login-files.ts";
import { readToml } from "./toml.ts";
import { readYaml } from "./yaml.ts";

/** Parsers that build a tree are kept to files of a human's size; above it the text is read around each hit. */
const treeLimit = 2_000_000;

const byPath: readonly (readonly [RegExp, Reader])[] = [
  [/(?:^|\/)[._]netrc$/i, readNetrc],
  [/(?:^|\/)(?:\.pgpass|pgpass\.conf)$/i, readPgpass],
  [/(?:^|\/)pgbouncer\/userlist\.txt$/i, readUserList],
  [/(?:^|\/)\.git-credentials$/i, readGitCredentials],
  [/(?:^|\/)(?:\.env(?:\..+)?|[\w.-]+\.env|\.envrc|\.dev\.vars(?:\..+)?|\.flaskenv)$/i, readDotenv],
  [
    /\.(?:json|jsonc|json5|ipynb|webmanifest|tfstate|code-workspace|postman_collection|har|avsc|geojson)$|(?:^|\/)\.(?:eslintrc|babelrc|dockercfg)$/i,
    readJson,
  ],
  [/\.(?:jsonl|ndjson)$/i, readJsonLines],
  [/\.(?:csv|tsv)$/i, readCsv],
  [/\.(?:ya?ml|kubeconfig)$|(?:^|\/)(?:\.clang-format|kubeconfig|\.kube\/config)$/i, readYaml],
  [/\.toml$|(?:^|\/)(?:\.cargo\/credentials|Pipfile)$/i, readToml],
  [
    /\.(?:ini|cfg|conf|properties|cnf|desktop|service|editorconfig|prefs|tfvars|hcl)$|(?:^|\/)\.(?:npmrc|pypirc|yarnrc|s3cfg|boto|my\.cnf|databrickscfg|gitconfig|aws\/(?:credentials|config)|flake8|ftpconfig|smbcredentials)$|(?:^|\/)credentials$/i,
    readIni,
  ],
];

export function readerFor(path: string, text: string): Reader | undefined {
  return text.length > treeLimit ? undefined : byPath.find(([pattern]) => pattern.test(path))?.[1];
}

/** Whether a file of this name is read as a whole, when it is small enough. */
export const hasReader = (path: string): boolean => byPath.some(([pattern]) => pattern.test(path));

const always = /(?:^|\/)(?:[._]netrc|\.pgpass|pgpass\.conf|\.git-credentials|pgbouncer\/userlist\.txt)$/i;

/** Files whose secrets stand under no key word. */
export const alwaysRead = (path: string): boolean => always.test(path);
