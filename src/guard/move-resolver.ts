import type { Files } from "../core/ports.ts";
import type { ResolverState } from "./move-plan.ts";

/** Files in which a project says how its programs are started. */
const starters = [
  "package.json",
  "Makefile",
  "justfile",
  "Procfile",
  ".envrc",
  "Taskfile.yml",
  ".vscode/launch.json",
  ".vscode/tasks.json",
  ".devcontainer/devcontainer.json",
];

/** Whether anything in the workspace already starts programs through us, and if not, how it could. */
export function resolverState(files: Files, root: string, folders: readonly string[]): ResolverState {
  const places = [...new Set([root, ...folders])].flatMap((folder) => starters.map((name) => `${folder}/${name}`));
  const present = places.flatMap((path) => {
    const text = files.readText(path);
    return text === undefined ? [] : [{ path: path.slice(root.length + 1), text }];
  });
  const wired = present.find(({ text }) => /\bleastkey(?:\.cmd)?["']?,?\s+["']?run\b/.test(text));
  const suggestions = present.flatMap(({ path, text }) => suggestionFor(path, text));
  return {
    wired: wired?.path,
    suggestions: [
      ...suggestions,
      { title: "any command", detail: "put it behind the resolver: leastkey run -- COMMAND" },
    ],
  };
}

function suggestionFor(path: string, text: string): ResolverState["suggestions"] {
  if (path.endsWith("package.json")) {
    const script = /"(start|dev|serve|demo|test)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text);
    return script === null
      ? []
      : [
          {
            title: `${path}: scripts.${script[1] ?? ""}`,
            detail: `"${script[1] ?? ""}": "leastkey run -- ${script[2] ?? ""}"`,
          },
        ];
  }
  if (path.endsWith(".envrc")) return [{ title: path, detail: "start programs with: leastkey run -- COMMAND" }];
  if (path.endsWith("launch.json")) {
    return [
      {
        title: path,
        detail:
          'start the debugged program through "runtimeExecutable": "leastkey", "runtimeArgs": ["run", "--", "node"]',
      },
    ];
  }
  return [];
}
