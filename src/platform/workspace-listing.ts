import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { secretByName } from "../core/detect/secret-names.ts";
import { codeOf } from "./code-of.ts";
import { gitOutput } from "./safe-git.ts";

export interface WorkspaceListing {
  /** Relative to the root, "/" between parts, sorted. */
  readonly paths: readonly string[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** Trees of other people's or generated files. Only what is secret by name is taken from them. */
const skipped = new Set([
  "node_modules",
  "bower_components",
  "dist",
  "build",
  "out",
  "target",
  "coverage",
  "vendor",
  "__pycache__",
  ".venv",
  "venv",
  ".tox",
  ".next",
  ".nuxt",
  ".gradle",
  ".terraform",
  ".cache",
  ".mypy_cache",
  ".pytest_cache",
  ".pnpm-store",
  ".yarn",
]);
const never = new Set([".git", ".hg", ".svn", ".jj"]);
const deepest = 64;

/** The repository's own files, tracked or not yet ignored, and the git-ignored ones that are secret by name. */
export function listWorkspace(root: string): WorkspaceListing {
  const listed = gitPaths(root, ["-c", "-o", "--exclude-standard"]);
  if (listed === undefined || (listed.length === 0 && isIgnored(root))) return walk(root);
  const inside = [ignoredSecrets(root), ...repositoriesIn(root, listed).map((folder) => listUnder(root, folder))];
  const paths = new Set([...listed.filter((path) => !path.endsWith("/")), ...inside.flatMap((one) => one.paths)]);
  return { paths: [...paths].toSorted(), errors: inside.flatMap(({ errors }) => errors) };
}

/** Submodules, and repositories that git shows as one folder of which it knows no more. */
function repositoriesIn(root: string, listed: readonly string[]): readonly string[] {
  const cloned = listed.filter((path) => path.endsWith("/")).map((path) => path.slice(0, -1));
  const hasModules = listed.includes(".gitmodules");
  const entries = hasModules ? (gitOutput(root, ["ls-files", "-z", "-s"])?.toString("utf8").split("\0") ?? []) : [];
  const modules = entries.flatMap((entry) => /^160000 [^\t]*\t(.+)$/s.exec(entry)?.[1] ?? []);
  // A submodule that is not checked out is an empty folder, in which git speaks of the repository around it.
  return [...cloned, ...modules].filter((folder) => existsSync(join(root, folder, ".git")));
}

function listUnder(root: string, folder: string): WorkspaceListing {
  const { paths, errors } = listWorkspace(join(root, folder));
  const under = (path: string): string => `${folder}/${path}`;
  return {
    paths: paths.map(under),
    errors: errors.map(({ path, message }) => ({ path: path === "." ? folder : under(path), message })),
  };
}

/** undefined: not a git work tree, no git, or a broken repository. */
const gitPaths = (root: string, flags: readonly string[]): readonly string[] | undefined =>
  gitOutput(root, ["ls-files", "-z", ...flags])
    ?.toString("utf8")
    .split("\0")
    .filter((path) => path !== "");

/** A folder that the repository around it ignores was asked for by name: it is looked into as if it stood alone. */
const isIgnored = (root: string): boolean => gitOutput(root, ["check-ignore", "-q", "."]) !== undefined;

function ignoredSecrets(root: string): WorkspaceListing {
  const ignored = gitPaths(root, ["-o", "-i", "--exclude-standard", "--directory"]) ?? [];
  const paths: string[] = [];
  const errors: WorkspaceListing["errors"][number][] = [];
  for (const path of ignored) {
    if (!path.endsWith("/")) {
      if (secretByName(path) !== undefined) paths.push(path);
      continue;
    }
    const folder = path.slice(0, -1);
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    if (skipped.has(name) || never.has(name)) continue;
    const inside = walk(root, folder, true);
    paths.push(...inside.paths);
    errors.push(...inside.errors);
  }
  return { paths, errors };
}

/** A plain walk; links to directories are not followed. */
function walk(root: string, from = "", onlySecret = false): WorkspaceListing {
  const paths: string[] = [];
  const errors: WorkspaceListing["errors"][number][] = [];
  const pending = [{ folder: from, depth: 0, onlySecret }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, depth } = next;
    try {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (never.has(entry.name) || skipped.has(entry.name)) continue;
          if (depth >= deepest) errors.push({ path, message: "too deep: not looked into" });
          else pending.push({ folder: path, depth: depth + 1, onlySecret: next.onlySecret });
        } else if (isListed(entry, `${root}/${path}`)) {
          if (!next.onlySecret || secretByName(path) !== undefined) paths.push(path);
        } else {
          errors.push({ path, message: "a device, pipe, socket or broken link: not opened" });
        }
      }
    } catch (error) {
      errors.push({ path: folder === "" ? "." : folder, message: `could not be listed (${String(codeOf(error))})` });
    }
  }
  return { paths: paths.toSorted(), errors };
}

function isListed(entry: Dirent, absolute: string): boolean {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    return !(statSync(absolute, { throwIfNoEntry: false })?.isFIFO() ?? true);
  } catch {
    return false; // a loop of links, or a target that may not be looked at
  }
}
