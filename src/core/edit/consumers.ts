import type { ReplacementKind } from "./replacement.ts";

/** A file whose reader is known to expand variables, and how it wants them written. */
export interface Consumer {
  readonly title: string;
  readonly files: RegExp;
  readonly format: "yaml" | "json" | "toml" | "lines";
  readonly write: (name: string) => string;
  readonly kind: Extract<ReplacementKind, "expansion" | "ci-secret">;
  /** Keys under which the reader would run or print the text instead. */
  readonly notUnder?: { readonly key: RegExp; readonly reason: string; readonly hint: string };
}

/** Sources: each tool's documentation on variables, as of 2026-11. The first that fits counts. */
export const consumers: readonly Consumer[] = [
  {
    title: "Docker Compose",
    files: /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml$/,
    format: "yaml",
    write: (name) => `\${${name}:?${name} is not set}`,
    kind: "expansion",
  },
  {
    title: "GitHub Actions",
    files: /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/,
    format: "yaml",
    write: (name) => `\${{ secrets.${name} }}`,
    kind: "ci-secret",
    notUnder: {
      key: /^run$/,
      reason: "an expression inside run: is pasted into the shell's text, where a value can become a command",
      hint: 'put it under env: as ${{ secrets.NAME }} and use "$NAME" in the command',
    },
  },
  {
    title: "Spring Boot",
    files: /(?:^|\/)(?:application|bootstrap)(?:-[\w.-]+)?\.ya?ml$/,
    format: "yaml",
    write: (name) => `\${${name}}`,
    kind: "expansion",
  },
  {
    title: "Spring Boot",
    files: /(?:^|\/)(?:application|bootstrap)(?:-[\w.-]+)?\.properties$/,
    format: "lines",
    write: (name) => `\${${name}}`,
    kind: "expansion",
  },
  { title: "npm", files: /(?:^|\/)\.npmrc$/, format: "lines", write: (name) => `\${${name}}`, kind: "expansion" },
  { title: "Yarn", files: /(?:^|\/)\.yarnrc\.yml$/, format: "yaml", write: (name) => `\${${name}}`, kind: "expansion" },
  {
    title: "VS Code",
    files: /(?:^|\/)\.vscode\/(?:mcp|launch|tasks)\.json$/,
    format: "json",
    write: (name) => `\${env:${name}}`,
    kind: "expansion",
  },
  {
    title: "Cursor",
    files: /(?:^|\/)\.cursor\/mcp\.json$/,
    format: "json",
    write: (name) => `\${env:${name}}`,
    kind: "expansion",
  },
  {
    title: "Claude Code",
    files: /(?:^|\/)\.mcp\.json$/,
    format: "json",
    write: (name) => `\${${name}}`,
    kind: "expansion",
  },
  {
    title: "Gemini CLI",
    files: /(?:^|\/)\.gemini\/settings\.json$/,
    format: "json",
    write: (name) => `\${${name}}`,
    kind: "expansion",
  },
  {
    title: "Dev Containers",
    files: /(?:^|\/)\.?devcontainer\.json$/,
    format: "json",
    write: (name) => `\${localEnv:${name}}`,
    kind: "expansion",
  },
];

/** Files that expand nothing, or must not: what to do there instead. The first that fits counts. */
export const advice: readonly { readonly files: RegExp; readonly reason: string; readonly hint: string }[] = [
  {
    files: /(?:^|\/)\.gitlab-ci\.yml$/,
    reason: "a GitLab CI variable is set in the project, masked and protected, not in the file",
    hint: "add it under Settings > CI/CD > Variables, delete it here and use $NAME in scripts",
  },
  {
    files: /(?:^|\/)(?:[\w.-]*\.)?(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$/i,
    reason: "ENV and ARG stay in the image and its history",
    hint: "build with RUN --mount=type=secret, and pass it to docker run from the environment",
  },
  {
    files: /\.tf(?:vars)?$/,
    reason: "Terraform reads TF_VAR_ variables, not expressions in a value",
    hint: "declare a variable with sensitive = true, use var.NAME, and set TF_VAR_NAME through leastkey run",
  },
  {
    files: /(?:^|\/)appsettings(?:\.[\w-]+)?\.json$/,
    reason: "appsettings.json expands nothing; the environment overrides it by key",
    hint: "delete the key here and set Section__Key in .env, run through leastkey run",
  },
  {
    files:
      /(?:^|\/)(?:\.netrc|\.pgpass|\.git-credentials|credentials|kubeconfig|\.dockercfg)$|(?:^|\/)\.docker\/config\.json$/,
    reason: "programs read this file as it is and expand nothing",
    hint: "use the program's credential helper (credential_process, credsStore, exec plugin) and delete the entry",
  },
  {
    files: /(?:^|\/)(?:package|composer|tsconfig)\.json$|\.lock$/,
    reason: "its reader expands nothing",
    hint: "take the credential out of this file and rotate it",
  },
  {
    files: /\.ipynb$/,
    reason: "a notebook keeps the value in its outputs too",
    hint: "read os.environ in the cell, clear all outputs, save, then rotate it",
  },
  {
    files: /\.(?:swift|dart|m|mm|storyboard|plist)$/,
    reason: "an app that is handed to its users cannot keep a secret",
    hint: "call the provider from a server of your own, then rotate this credential",
  },
];
