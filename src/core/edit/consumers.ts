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
  {
    title: "Azure Pipelines",
    files: /(?:^|\/)(?:azure-pipelines[\w.-]*|\.azure-pipelines\/[^/]+)\.ya?ml$/,
    format: "yaml",
    write: (name) => `$(${name})`,
    kind: "ci-secret",
    notUnder: {
      key: /^(?:script|bash|pwsh|powershell|inlineScript)$/,
      reason: "a variable inside a script is pasted into its text, where a value can become a command",
      hint: "map it under env: as $(NAME), make it a secret variable of the pipeline, and read the environment",
    },
  },
  {
    // railties reads these through ERB (guides.rubyonrails.org, 2026-11)
    title: "Rails",
    files: /(?:^|\/)config\/(?:database|cable|storage|cache|queue|secrets|mongoid|redis|sidekiq)\.yml$/,
    format: "yaml",
    write: (name) => `<%= ENV.fetch('${name}') %>`,
    kind: "expansion",
  },
  {
    title: "Symfony",
    files: /(?:^|\/)config\/(?:packages\/(?:[\w-]+\/)?[\w-]+|services)\.ya?ml$/,
    format: "yaml",
    write: (name) => `%env(${name})%`,
    kind: "expansion",
  },
  {
    title: "Serverless Framework",
    files: /(?:^|\/)serverless\.ya?ml$/,
    format: "yaml",
    write: (name) => `\${env:${name}}`,
    kind: "expansion",
  },
  {
    title: "Maven",
    files: /(?:^|\/)(?:\.m2|\.mvn)\/settings(?:-[\w-]+)?\.xml$|(?:^|\/)settings\.xml$/,
    format: "lines",
    write: (name) => `\${env.${name}}`,
    kind: "expansion",
  },
];

/** A kind of file that expands nothing, or must not. */
interface Advice {
  readonly files: RegExp;
  /** Only where this stands in the file: a manifest is known by what it says. */
  readonly holding?: RegExp;
  readonly reason: string;
  readonly hint: string;
}

/** What to do there instead. The first that fits counts. */
export const advice: readonly Advice[] = [
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
    files: /\.ya?ml$/,
    holding: /^kind:\s*["']?(?:Secret|SealedSecret)\b/m,
    reason: "a Secret manifest holds its values in clear or in base64, and kubectl expands nothing",
    hint: "let the cluster fetch it: an ExternalSecret of the External Secrets Operator, or kubectl create secret from leastkey run",
  },
  {
    files: /\.ya?ml$/,
    holding: /^apiVersion:\s*\S+[\s\S]*^kind:/m,
    reason: "kubectl expands nothing in a manifest",
    hint: "put the value into a Secret and name it: valueFrom.secretKeyRef",
  },
  {
    files: /(?:^|\/)(?:values[\w.-]*|Chart)\.ya?ml$/,
    reason: "Helm expands nothing in its values",
    hint: "name an existing Secret in the values, or let helmfile put it in: ref+VAULT://PATH#/KEY",
  },
  {
    files:
      /(?:^|\/)\.circleci\/config\.yml$|(?:^|\/)(?:bitbucket-pipelines|\.travis|\.drone|\.woodpecker|buildspec)\.ya?ml$|(?:^|\/)Jenkinsfile$/,
    reason: "a pipeline's file is read by everyone who has the repository",
    hint: "set it as a secret variable of the project or as a credential there, and use $NAME in the steps",
  },
  {
    files: /(?:^|\/)wrangler\.(?:toml|jsonc?)$/,
    reason: "what stands under vars is no secret of the worker",
    hint: "store it with: wrangler secret put NAME, and for development in .dev.vars",
  },
  {
    files: /(?:^|\/)(?:pip\.conf|pip\.ini|\.pypirc)$/,
    reason: "pip and twine expand nothing in their files",
    hint: "delete it here and set PIP_INDEX_URL or TWINE_PASSWORD in .env, run through leastkey run",
  },
  {
    files: /(?:^|\/)gradle\.properties$/,
    reason: "Gradle expands nothing in its properties",
    hint: "delete it here and set ORG_GRADLE_PROJECT_name in .env, run through leastkey run",
  },
  {
    files: /(?:^|\/)\.cargo\/(?:config|credentials)(?:\.toml)?$/,
    reason: "Cargo expands nothing in its configuration",
    hint: "delete it here and set CARGO_REGISTRIES_NAME_TOKEN in .env, run through leastkey run",
  },
  {
    files: /(?:^|\/)\.vscode\/(?:settings|sftp)\.json$|\.(?:http|rest)$/,
    reason: "the extension that reads it would send a reference as it stands",
    hint: "use the extension's own prompt or variable for credentials and delete it here",
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
