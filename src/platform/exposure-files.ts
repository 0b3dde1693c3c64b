import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../core/errors.ts";
import { editorFolders } from "../core/exposure/places.ts";
import type { RecordBase, RecordKind, RecordPlace } from "../core/exposure/record-place.ts";
import { codeOf } from "./code-of.ts";

export interface RecordFile {
  readonly path: string;
  readonly agent: string;
  readonly kind: RecordKind;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface RecordFiles {
  readonly files: readonly RecordFile[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export interface WhereToLook {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The folder whose own records (aider, crush) are looked at as well. */
  readonly workspace?: string;
}

interface Start {
  readonly folder: string;
  readonly agent?: string;
}

const deepest = 12;

/** Every file in the places where agents, shells and editors record, once each; links are not followed. */
export function listRecordFiles(places: readonly RecordPlace[], where: WhereToLook): RecordFiles {
  const found = new Map<string, RecordFile>();
  const errors: { readonly path: string; readonly message: string }[] = [];
  for (const place of places) {
    const { fixed, pattern } = split(place.files);
    for (const { folder, agent } of startsOf(place.base, where)) {
      const root = fixed === "" ? folder : join(folder, fixed);
      for (const path of walk(root, pattern, errors)) {
        if (found.has(path)) continue;
        const stat = statSync(path, { throwIfNoEntry: false });
        if (stat === undefined || !stat.isFile() || stat.size === 0) continue;
        const by = place.agent === "editor" ? (agent ?? place.agent) : place.agent;
        found.set(path, { path, agent: by, kind: place.kind, size: stat.size, mtimeMs: stat.mtimeMs });
      }
    }
  }
  return { files: [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), errors };
}

/** The folder part without a star, and what must match below it. */
function split(glob: string): { readonly fixed: string; readonly pattern: RegExp } {
  const parts = glob.split("/");
  const star = parts.findIndex((part, at) => part.includes("*") || at === parts.length - 1);
  const source = parts
    .slice(star)
    .map((part) => (part === "**" ? "**" : part.replaceAll(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", "[^/]*")))
    .join("/")
    .replaceAll("**/", "(?:[^/]+/)*");
  return { fixed: parts.slice(0, star).join("/"), pattern: new RegExp(`^${source}$`) };
}

type Errors = { readonly path: string; readonly message: string }[];

function* walk(root: string, pattern: RegExp, errors: Errors, below = ""): Generator<string> {
  const isDeep = pattern.source.includes("(?:[^/]+/)*") || pattern.source.includes("/");
  for (const entry of entriesOf(join(root, below), errors)) {
    const relative = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) {
      if (pattern.test(relative)) yield join(root, relative);
    } else if (entry.isDirectory() && isDeep && relative.split("/").length < deepest) {
      yield* walk(root, pattern, errors, relative);
    }
  }
}

function entriesOf(folder: string, errors: Errors) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    if (code !== "ENOENT" && code !== "ENOTDIR")
      errors.push({ path: folder, message: `it cannot be listed (${messageOf(error)})` });
    return [];
  }
}

function startsOf(base: RecordBase, { env, platform, workspace }: WhereToLook): readonly Start[] {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const one = (folder: string): readonly Start[] => [{ folder }];
  switch (base) {
    case "home":
      return one(home);
    case "config":
      return one(appData(home, env, platform));
    case "local":
      return one(
        platform === "win32" ? (env["LOCALAPPDATA"] ?? join(home, "AppData", "Local")) : appData(home, env, platform),
      );
    case "data":
      return dataFolders(home, env, platform);
    case "state":
      return one(env["XDG_STATE_HOME"] ?? join(home, ".local", "state"));
    case "claude":
      return one(env["CLAUDE_CONFIG_DIR"] ?? join(home, ".claude"));
    case "codex":
      return one(env["CODEX_HOME"] ?? join(home, ".codex"));
    case "copilot":
      return one(env["COPILOT_HOME"] ?? join(home, ".copilot"));
    case "continue":
      return one(env["CONTINUE_GLOBAL_DIR"] ?? join(home, ".continue"));
    case "workspace":
      return workspace === undefined ? [] : one(workspace);
    case "editor":
      return editors(home, env, platform);
    case "editorUser":
      return editors(home, env, platform).map((start) => ({ ...start, folder: join(start.folder, "User") }));
  }
}

function appData(home: string, env: WhereToLook["env"], platform: NodeJS.Platform): string {
  if (platform === "win32") return env["APPDATA"] ?? join(home, "AppData", "Roaming");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  return env["XDG_CONFIG_HOME"] ?? join(home, ".config");
}

/** Most of these agents use the XDG folder on every system; some use the system's own there. */
function dataFolders(home: string, env: WhereToLook["env"], platform: NodeJS.Platform): readonly Start[] {
  const xdg = { folder: env["XDG_DATA_HOME"] ?? join(home, ".local", "share") };
  return platform === "linux" ? [xdg] : [xdg, { folder: appData(home, env, platform) }];
}

function editors(home: string, env: WhereToLook["env"], platform: NodeJS.Platform): readonly Start[] {
  const base = appData(home, env, platform);
  const remote = [
    ".vscode-server/data",
    ".vscode-server-insiders/data",
    ".cursor-server/data",
    ".local/share/code-server",
  ];
  return [
    ...editorFolders.map(({ name, agent }) => ({
      folder: join(base, name),
      ...(agent === undefined ? {} : { agent }),
    })),
    ...remote.map((folder) => ({ folder: join(home, folder) })),
  ];
}
