import { absolute, guardedIn, guardedPath, refuse } from "./touch.ts";
import { type Alternatives, type Guarded, marks, type Run, type Scope } from "./types.ts";

/** Subcommands that show no content, whatever they are given. */
const quiet = new Set(
  `status ls-files check-ignore check-attr rm branch switch remote fetch pull push clone init tag config rev-parse rev-list
  describe merge rebase reset bisect worktree submodule gc fsck count-objects shortlog symbolic-ref update-index clean
  commit merge-base ls-tree ls-remote notes reflog cherry-pick revert stash sparse-checkout maintenance update-ref
  name-rev for-each-ref cherry var version help lfs prune repack`.split(/\s+/),
);

/** What `git` would show of guarded files: by path, by revision and path, and of all that it follows. */
export function checkGit(run: Run, all: readonly Alternatives[], outer: Scope): void {
  const { args, scope } = withoutGlobals(all, outer);
  const words = args.map((alternatives) => alternatives[0] ?? "");
  const [sub = "", ...rest] = words;
  if (sub === "credential" || sub.startsWith("credential-")) {
    if (rest.includes("fill") || rest.includes("get"))
      run.concerns.push({ rule: "environment-dump", about: [], advice: "print" });
    return;
  }
  if (
    sub === "stash" &&
    /^(?:show)$/.test(rest[0] ?? "") &&
    rest.some((word) => /^(?:-p|--patch|-u|--include-untracked|--only-untracked)$/.test(word))
  ) {
    return refuse(run, here(run, scope));
  }
  if (sub === "grep") return grep(run, args.slice(1), scope);
  if (sub === "add" && !rest.some((word) => /^(?:-n|--dry-run|-N)$/.test(word))) return add(run, args.slice(1), scope);
  if (quiet.has(sub) && !(sub === "worktree" && rest[0] === "add")) {
    if (sub === "stash" || sub === "worktree" || sub === "config") return;
    return;
  }
  const shown = args
    .slice(1)
    .flatMap((argument) => [...guardedIn(run, argument, scope), ...inRevision(run, argument, scope)]);
  if (shown.length > 0) return refuse(run, shown);
  if (showsChanges(sub, rest))
    refuse(
      run,
      here(run, scope).filter((one) => one.because === "name" && run.world.tracked(one.path)),
    );
}

function withoutGlobals(
  all: readonly Alternatives[],
  outer: Scope,
): { readonly args: readonly Alternatives[]; readonly scope: Scope } {
  let at = 0;
  let cwd = outer.cwd;
  for (; at < all.length; at++) {
    const word = all[at]?.[0] ?? "";
    if (!word.startsWith("-")) break;
    if (word === "-C") {
      const folder = all[at + 1]?.[0] ?? "";
      cwd = marks.test(folder) ? undefined : absolute(folder, { ...outer, cwd });
    }
    if (/^(?:-C|-c|--git-dir|--work-tree|--namespace)$/.test(word)) at++;
  }
  return { args: all.slice(at), scope: { ...outer, cwd } };
}

function here(run: Run, scope: Scope): readonly Guarded[] {
  return scope.cwd === undefined ? [] : run.world.under(scope.cwd);
}

/** `HEAD:.env`, `:0:.env`, `stash@{0}^3:.env`, `HEAD:./.env`: from the repository's root, or from here. */
function inRevision(run: Run, argument: Alternatives, scope: Scope): readonly Guarded[] {
  return argument.flatMap((text) => {
    const at = text.lastIndexOf(":");
    if (at < 0) return [];
    const path = text.slice(at + 1);
    if (path === "") return [];
    const folders = [
      scope.cwd ?? "/",
      ...run.world.under("/").map((one) => one.path.slice(0, Math.max(1, one.path.length - path.length - 1))),
    ];
    return folders
      .slice(0, 64)
      .flatMap((cwd) => guardedPath(run, path, { ...scope, cwd }))
      .slice(0, 1);
  });
}

/** Without a revision git grep reads what it follows; the guarded files of the index among them. */
function grep(run: Run, args: readonly Alternatives[], scope: Scope): void {
  const words = args.map((alternatives) => alternatives[0] ?? "");
  if (words.some((word) => /^-[a-zA-Z]*[lLcq]$|^--(?:files-with-matches|name-only|count|quiet)$/.test(word))) return;
  const direct = args.flatMap((argument, index) =>
    index === words.findIndex((word) => !word.startsWith("-"))
      ? []
      : [...guardedIn(run, argument, scope), ...inRevision(run, argument, scope)],
  );
  if (direct.length > 0) return refuse(run, direct);
  const untracked = words.some((word) => /^--(?:untracked|no-index|no-exclude-standard)$/.test(word));
  const marker = words.indexOf("--");
  const operands = words.filter(
    (word, index) => !word.startsWith("-") && index !== words.findIndex((first) => !first.startsWith("-")),
  );
  const limits = (marker >= 0 ? words.slice(marker + 1) : operands).filter(
    (word) => !marks.test(word) && run.world.kind(absolute(word, scope)) !== undefined,
  );
  const folders = limits.length > 0 ? limits.map((word) => absolute(word, scope)) : [scope.cwd ?? "/"];
  const globs = (marker >= 0 ? words.slice(marker + 1) : operands).filter((word) => /[*\uE001]/.test(word));
  const suffix = globs.map((glob) => glob.replace(/^.*[*\uE001]/, ""));
  const inside = folders
    .flatMap((folder) => run.world.under(folder))
    .filter((one) => untracked || run.world.tracked(one.path));
  refuse(
    run,
    inside.filter((one) => suffix.length === 0 || suffix.some((end) => one.path.endsWith(end))),
    true,
  );
}

/** Staging a credential file is the first half of showing or publishing it. */
function add(run: Run, args: readonly Alternatives[], scope: Scope): void {
  refuse(
    run,
    args
      .filter((argument) => !(argument[0] ?? "").startsWith("-"))
      .flatMap((argument) => argument.flatMap((path) => guardedPath(run, path, scope)))
      .filter((one) => one.because === "name"),
  );
}

function showsChanges(sub: string, rest: readonly string[]): boolean {
  if (
    rest.some((word) =>
      /^--(?:stat|name-only|name-status|shortstat|numstat|quiet|summary|no-patch|oneline)$|^-s$/.test(word),
    ) &&
    !rest.includes("-p")
  )
    return false;
  if (rest.includes("--")) return false;
  if (sub === "log") return rest.some((word) => /^(?:-p|-u|--patch|-S.*|-G.*)$/.test(word));
  if (sub === "diff" || sub === "show" || sub === "archive" || sub === "format-patch")
    return rest.every((word) => word.startsWith("-") || !/[./]/.test(word));
  return false;
}
