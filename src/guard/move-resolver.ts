import { applyEdits, type TextEdit } from "../core/edit/replacement.ts";
import { wiringsIn } from "../core/edit/wire.ts";
import { parentOf } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import type { PlannedSecret, ResolverState, Suggestion } from "./move-plan.ts";

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

/**
 * What passes its own environment on to what it starts: then it is started under the resolver, and its file stays. The
 * values of `direnv` would reach everything that is started in that shell, agents included.
 */
const commands: readonly { readonly files: RegExp; readonly title: string; readonly detail: string }[] = [
  {
    files: /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml$/,
    title: "Docker Compose",
    detail: "leastkey run -- docker compose up",
  },
  { files: /(?:^|\/)Makefile$/, title: "make", detail: "leastkey run -- make" },
  { files: /(?:^|\/)justfile$/, title: "just", detail: "leastkey run -- just" },
  { files: /(?:^|\/)Taskfile\.yml$/, title: "task", detail: "leastkey run -- task" },
  { files: /(?:^|\/)devcontainer\.json$/, title: "dev container", detail: "leastkey run -- code ." },
  { files: /(?:^|\/)\.envrc$/, title: "direnv", detail: "leastkey run -- direnv exec . COMMAND" },
];
const composes = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/** Whether anything around these secrets already starts programs through us, and if not, how it could. */
export function resolverState(files: Files, root: string, secrets: readonly Placed[]): ResolverState {
  const folders = secrets.flatMap(({ places }) => places.map(({ place }) => parentOf(`${root}/${place.path}`)));
  const names = [...starters, ...composes];
  const places = [...new Set([root, ...folders])].flatMap((folder) => names.map((name) => `${folder}/${name}`));
  const present = places.flatMap((path) => {
    const text = files.readText(path);
    return text === undefined ? [] : [{ path, name: path.slice(root.length + 1), text }];
  });
  const wired = present.find(({ text }) => /\bleastkey(?:\.cmd)?["']?,?\s+["']?run\b/.test(text));
  return {
    wired: wired?.name,
    suggestions: [
      ...present.flatMap(({ path, name, text }) => editsOf(path, name, text)),
      ...present
        .flatMap(({ name }) => commands.filter((one) => one.files.test(name)))
        .map(({ title, detail }) => ({ title, detail })),
      { title: "any command", detail: "leastkey run -- COMMAND" },
    ],
  };
}

type Placed = Pick<PlannedSecret, "places">;

function editsOf(path: string, name: string, before: string): readonly Suggestion[] {
  return wiringsIn(name, before).map(({ title, edits }): Suggestion => {
    const after = applyEdits(before, edits);
    const change = { path, before, after, why: "start the program with its references resolved" };
    return { title: `${name}: ${title}`, detail: insertedBy(edits), change };
  });
}

/** What is new, on one line: `leastkey run -- node server.js` */
const insertedBy = (edits: readonly TextEdit[]): string =>
  edits
    .map(({ text }) => text.replaceAll(/\s+/g, " ").trim())
    .join(" … ")
    .slice(0, 120);
