import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import { probedName } from "../../../src/core/edit/replacement.ts";
import { plan, value } from "./cases.ts";

/** src/core/edit/places.md is written from these and compared with what planReplacement does: LEASTKEY_UPDATE=1 writes it. */
const places: readonly (readonly [place: string, path: string, before: string])[] = [
  [".env", ".env", "KEY=§"],
  ["JavaScript", "pay.js", 'const key = "§";'],
  ["TypeScript, inside a template", "pay.ts", "export const h = `Bearer §`;"],
  ["JavaScript for Deno", "pay.ts", 'import x from "npm:x"; const key = "§";'],
  ["browser code", "src/App.tsx", 'export const App = () => <p>{call("§")}</p>;'],
  ["enum member", "pay.ts", 'enum Key { A = "§" }'],
  ["Python", "pay.py", 'KEY = "§"'],
  ["Python, inside a string", "pay.py", 'h = "Bearer §"'],
  ["Jupyter notebook", "pay.ipynb", '{"cells": [{"source": ["key = \'§\'"]}]}'],
  ["Go", "pay.go", 'package shop\n\nvar key = "§"'],
  ["Go, constant", "pay.go", 'package shop\n\nconst key = "§"'],
  ["Java", "Pay.java", 'class Pay { static final String KEY = "§"; }'],
  ["Java, annotation", "Pay.java", '@Value("§") class Pay {}'],
  ["Kotlin", "Pay.kt", 'private const val KEY = "§"'],
  ["Android", "Pay.kt", 'import android.app.Activity\nval key = "§"'],
  ["C#", "Pay.cs", 'class Pay { private const string Key = "§"; }'],
  ["C#, attribute", "Pay.cs", '[Key("§")]\nclass Pay {}'],
  ["Ruby", "pay.rb", "KEY = '§'"],
  ["Ruby, inside a string", "pay.rb", 'h = "Bearer §"'],
  ["PHP", "pay.php", "<?php\n$key = '§';"],
  ["PHP, beside an interpolation", "pay.php", '<?php\n$h = "$user:§";'],
  ["Rust", "pay.rs", 'fn main() { let key = "§"; }'],
  ["Rust, constant", "pay.rs", 'const KEY: &str = "§";\nfn main() { show(KEY); }'],
  ["shell", "deploy.sh", "export TOKEN='§'"],
  ["shell, quoted here-document", "deploy.sh", "cat <<'EOF'\nkey: §\nEOF"],
  ["PowerShell", "deploy.ps1", '$h = "Bearer §"'],
  ["Swift and other apps", "App.swift", 'let key = "§"'],
  ["Docker Compose", "compose.yaml", "services: {a: {environment: {KEY: §}}}"],
  ["Dockerfile", "Dockerfile", "ENV KEY=§"],
  ["GitHub Actions", ".github/workflows/ci.yml", "env:\n  KEY: §"],
  ["GitHub Actions, in a command", ".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: curl -H §"],
  ["GitLab CI", ".gitlab-ci.yml", "variables:\n  KEY: §"],
  ["Azure Pipelines", "azure-pipelines.yml", "variables:\n  KEY: §"],
  ["other CI", ".circleci/config.yml", "environment:\n  KEY: §"],
  ["Terraform, a variable's default", "main.tf", 'variable "api_key" {\n  default = "§"\n}'],
  ["Terraform, values", "prod.tfvars", 'region = "eu"\napi_key = "§"\n'],
  ["Terraform, inside of a resource", "main.tf", 'resource "a" "b" {\n  key = "§"\n}'],
  ["Kubernetes Secret", "k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  KEY: §"],
  [
    "Kubernetes manifest",
    "k8s/app.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nspec: {env: [{name: KEY, value: §}]}",
  ],
  ["Helm values", "values.yaml", "key: §"],
  ["Spring Boot", "application.yml", "stripe:\n  key: §"],
  ["Rails", "config/database.yml", "production:\n  password: §"],
  ["Symfony", "config/packages/mailer.yaml", "framework:\n  secret: §"],
  ["Serverless Framework", "serverless.yml", "provider:\n  environment:\n    KEY: §"],
  [".NET settings", "appsettings.json", '{"Stripe": {"Key": "§"}}'],
  ["npm", ".npmrc", "//registry.test/:_authToken=§"],
  ["Maven", ".m2/settings.xml", "<password>§</password>"],
  ["pip", "pip.conf", "index-url = https://u:§@pypi.test/simple"],
  ["Gradle", "gradle.properties", "repoPassword=§"],
  ["Cargo", ".cargo/credentials.toml", 'token = "§"'],
  ["MCP servers", ".mcp.json", '{"mcpServers": {"a": {"env": {"KEY": "§"}}}}'],
  ["Dev Containers", ".devcontainer/devcontainer.json", '{"remoteEnv": {"KEY": "§"}}'],
  ["VS Code settings", ".vscode/settings.json", '{"sftp.password": "§"}'],
  ["credential files", ".netrc", "machine api.test password §"],
  ["Cloudflare Workers", "wrangler.toml", '[vars]\nKEY = "§"'],
  ["a format nobody knows", "config/production.yaml", "db: §"],
  ["a comment", "pay.py", "# §"],
];

/** As a code span in a cell; lines are shown as one. */
function code(text: string): string {
  const line = text.trimEnd().replaceAll("\n", " ⏎ ").replaceAll("|", "\\|");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
const first = (text: string, before: string): string => {
  const old = new Set(before.split("\n"));
  return text
    .split("\n")
    .filter((line) => line !== "" && !old.has(line) && !line.startsWith("import "))
    .slice(0, 1)
    .join("\n");
};

function rowOf([place, path, before]: (typeof places)[number]): string {
  const planned = plan(path, before, value, path.endsWith(".tf") || path.endsWith(".tfvars") ? probedName : "KEY");
  const shown = code(before.replaceAll("§", "VALUE"));
  if ("kind" in planned) return `| ${place} | ${shown} | refused: ${planned.reason} | ${planned.hint} |`;
  const after = first(planned.after, planned.before);
  return `| ${place} | ${shown} | ${after === "" ? "taken out" : code(after)} | ${planned.replacement.verifiedBy} |`;
}

void test("the table of places says what moving does in each", () => {
  const path = "src/core/edit/places.md";
  const text = readFileSync(path, "utf8");
  const marker = "| Place | Before | Becomes | Checked by, or what to do |\n|---|---|---|---|\n";
  const [head = "", table] = text.split(marker);
  const rows = `${places.map(rowOf).join("\n")}\n`;
  if (process.env["LEASTKEY_UPDATE"] === "1") writeFileSync(path, `${head}${marker}${rows}`);
  else assert.equal(table, rows);
});
