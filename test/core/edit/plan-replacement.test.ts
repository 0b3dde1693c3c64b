import assert from "node:assert/strict";
import test from "node:test";
import { hole, plan, reference, undone, value } from "./cases.ts";

const fromJs = "\nfunction missingVariable(name) {\n  throw new Error(`${name} is not set`);\n}\n";
const fromTs = "\nfunction missingVariable(name: string): never {\n  throw new Error(`${name} is not set`);\n}\n";
const read = 'process.env.KEY || missingVariable("KEY")';

/** path, before, after; § stands for the value. */
const cases: readonly (readonly [string, string, string])[] = [
  ["a.js", "const key = '§';\n", `const key = ${read};\n${fromJs}`],
  ["a.ts", 'export const key = "§";\n', `export const key = ${read};\n${fromTs}`],
  ["a.ts", "export const key: string = `§`;\n", `export const key: string = ${read};\n${fromTs}`],
  [
    "a.mts",
    'export class A { static readonly k = "§"; }',
    `export class A { static readonly k = ${read}; }\n${fromTs}`,
  ],
  ["a.js", 'call({ key: "§", other: 1 });\n', `call({ key: ${read}, other: 1 });\n${fromJs}`],
  ["a.js", 'const n = "§".length;\n', `const n = (${read}).length;\n${fromJs}`],
  ["a.js", 'const n = given ?? "§";\n', `const n = given ?? (${read});\n${fromJs}`],
  ["a.js", "const h = `Bearer §`;\n", `const h = \`Bearer \${${read}}\`;\n${fromJs}`],
  [
    "a.js",
    "const h = 'Bearer § `x` ${y} it\\'s';\n",
    `const h = \`Bearer \${${read}} \\\`x\\\` \\\${y} it\\'s\`;\n${fromJs}`,
  ],
  ["a.js", "const h = `${user}:§@`;\n", `const h = \`\${user}:\${${read}}@\`;\n${fromJs}`],
  ["a.js", 'const db = "postgres://app:§@db.test/shop";\n', `const db = ${read};\n${fromJs}`],
  ["a.ts", 'const key = "§";\n', 'const key = process.env.KEY || (() => { throw new Error("KEY is not set"); })();\n'],
  [
    "a.js",
    'const a = process.env["A"]; const key = "§";\n',
    `const a = process.env["A"]; const key = process.env["KEY"] || missingVariable("KEY");\n${fromJs}`,
  ],
  ["a.js", `const key = "§";\n${fromJs}`, `const key = ${read};\n${fromJs}`],
  [
    "a.ts",
    'import x from "npm:x";\nconst key = "§";\n',
    `import x from "npm:x";\nconst key = Deno.env.get("KEY") || missingVariable("KEY");\n${fromTs}`,
  ],

  ["a.py", 'import sys\nKEY = "§"\n', 'import os\nimport sys\nKEY = os.environ["KEY"]\n'],
  ["a.py", 'import os, sys\nKEY = "§"\n', 'import os, sys\nKEY = os.environ["KEY"]\n'],
  ["a.py", 'KEY = "§"\n', 'import os\n\nKEY = os.environ["KEY"]\n'],
  [
    "a.py",
    '#!/usr/bin/env python3\n"""About."""\nfrom __future__ import annotations\n\nimport sys\n\nKEY = \'§\'\n',
    '#!/usr/bin/env python3\n"""About."""\nfrom __future__ import annotations\n\nimport os\nimport sys\n\nKEY = os.environ["KEY"]\n',
  ],
  ["a.py", 'import os\nH = "Bearer § {x}"\n', "import os\nH = f\"Bearer {os.environ['KEY']} {{x}}\"\n"],
  ["a.py", "import os\nH = f'{u}:§'\n", "import os\nH = f'{u}:{os.environ[\"KEY\"]}'\n"],
  ["a.py", 'import os\nK = b"§"\n', 'import os\nK = os.environ["KEY"].encode()\n'],
  ["a.py", 'import os\ndef f(k="§"):\n    pass\n', 'import os\ndef f(k=os.environ["KEY"]):\n    pass\n'],

  [".env", "A=1\nKEY=§ # note\nB=2\n", `A=1\nKEY=${reference} # note\nB=2\n`],
  [".env.staging", 'export KEY="§"\r\nB=2\r\n', `export KEY="${reference}"\r\nB=2\r\n`],
  [".env", "DB=postgres://app:§@db/shop\n", `DB=${reference}\n`],

  [
    "compose.yaml",
    "services:\n  a:\n    environment:\n      KEY: §\n",
    "services:\n  a:\n    environment:\n      KEY: ${KEY:?KEY is not set}\n",
  ],
  [
    "docker-compose.prod.yml",
    "services:\n  a:\n    environment:\n      - KEY=§\n",
    "services:\n  a:\n    environment:\n      - KEY=${KEY:?KEY is not set}\n",
  ],
  [
    "compose.yml",
    "services: {a: {environment: {KEY: §}}}\n",
    'services: {a: {environment: {KEY: "${KEY:?KEY is not set}"}}}\n',
  ],
  [".github/workflows/ci.yml", "env:\n  KEY: '§'\n", "env:\n  KEY: '${{ secrets.KEY }}'\n"],
  ["src/main/resources/application-prod.yml", "stripe:\n  key: §\n", "stripe:\n  key: ${KEY}\n"],
  ["application.properties", "stripe.key=§\n", "stripe.key=${KEY}\n"],
  [".npmrc", "//registry.test/:_authToken=§\n", "//registry.test/:_authToken=${KEY}\n"],
  [".mcp.json", '{"mcpServers": {"a": {"env": {"KEY": "§"}}}}', '{"mcpServers": {"a": {"env": {"KEY": "${KEY}"}}}}'],
  [
    ".vscode/mcp.json",
    '{ // c\n"servers": {"a": {"headers": {"X": "Bearer §"}}}, }',
    '{ // c\n"servers": {"a": {"headers": {"X": "Bearer ${env:KEY}"}}}, }',
  ],

  ["a.sh", "KEY=§\n", 'KEY="${KEY:?KEY is not set}"\n'],
  ["a.sh", 'export TOKEN="§" # note\n', 'export TOKEN="${KEY:?KEY is not set}" # note\n'],
  ["a.sh", "export TOKEN='§'\n", 'export TOKEN="${KEY:?KEY is not set}"\n'],
  [
    "a.sh",
    "curl -H 'Authorization: Bearer §' \"$URL\"\n",
    "curl -H 'Authorization: Bearer '\"${KEY:?KEY is not set}\"'' \"$URL\"\n",
  ],
  [
    "deploy",
    '#!/usr/bin/env bash\nif true; then curl -H "X: §" $A; fi\n',
    '#!/usr/bin/env bash\nif true; then curl -H "X: ${KEY:?KEY is not set}" $A; fi\n',
  ],
  ["a.sh", "x=$(curl -u u:§ h | jq .)\n", 'x=$(curl -u u:"${KEY:?KEY is not set}" h | jq .)\n'],
  ["a.sh", "cat <<EOF\nkey: §\nEOF\n", "cat <<EOF\nkey: ${KEY:?KEY is not set}\nEOF\n"],

  [
    "a.go",
    'package a\n\nvar k = "§"\n',
    'package a\n\nimport "os"\n\nvar k = mustEnvA("KEY")\n\nfunc mustEnvA(name string) string {\n\tvalue := os.Getenv(name)\n\tif value == "" {\n\t\tpanic(name + " is not set")\n\t}\n\treturn value\n}\n',
  ],
  ["A.kt", 'class A { val k = "§" }\n', 'class A { val k = (System.getenv("KEY") ?: error("KEY is not set")) }\n'],
  ["A.kt", 'private const val K = "§"\n', 'private val K = (System.getenv("KEY") ?: error("KEY is not set"))\n'],
  ["A.kt", 'val h = "Bearer §"\n', 'val h = ("Bearer " + (System.getenv("KEY") ?: error("KEY is not set")) + "")\n'],
  [
    "A.cs",
    'class A { private const string K = "§"; }\n',
    'class A { private static readonly string K = (System.Environment.GetEnvironmentVariable("KEY") ?? throw new System.InvalidOperationException("KEY is not set")); }\n',
  ],
  ["a.rb", 'KEY = "§"\n', 'KEY = ENV.fetch("KEY")\n'],
  ["a.rb", 'h = "Bearer §" # note\n', "h = \"Bearer #{ENV.fetch('KEY')}\" # note\n"],
  ["a.rb", "h = 'Bearer §'\n", "h = ('Bearer ' + ENV.fetch(\"KEY\") + '')\n"],
  ["a.ps1", "$k = '§'\n", "$k = $(if ($env:KEY) { $env:KEY } else { throw 'KEY is not set' })\n"],
  [
    "a.ps1",
    "curl -H 'X: §' $u\n",
    "curl -H ('X: ' + $(if ($env:KEY) { $env:KEY } else { throw 'KEY is not set' }) + '') $u\n",
  ],
  [
    "a.php",
    '<?php $h = "$user:§";\n',
    "<?php $h = \"$user:\" . (getenv('KEY') ?: throw new \\RuntimeException('KEY is not set')) . \"\";\n",
  ],
  ["config/database.yml", "production:\n  password: §\n", "production:\n  password: <%= ENV.fetch('KEY') %>\n"],
  ["a.php", "<?php $k = '§';\n", "<?php $k = (getenv('KEY') ?: throw new \\RuntimeException('KEY is not set'));\n"],
];

for (const [path, template, expected] of cases) {
  void test(`${path}: ${JSON.stringify(template)}`, () => {
    const planned = plan(path, template);
    if ("kind" in planned) assert.fail(`refused: ${planned.reason}`);
    assert.equal(planned.after, expected);
    assert.equal(undone(planned), planned.before);
    assert.ok(!planned.after.includes(value));
  });
}

/** path, text, a word of the reason. */
const refusals: readonly (readonly [string, string, RegExp])[] = [
  ["public/app.js", 'const key = "§";', /served to browsers/],
  ["src/app.js", 'document.getElementById("a"); const key = "§";', /runs in a browser/],
  ["src/App.tsx", 'export const A = () => <p>{call("§")}</p>;', /components/],
  ["src/api.ts", 'const url = import.meta.env.VITE_URL; const key = "§";', /build-time variables/],
  ["src/page.tsx", '"use client";\nconst key = "§";', /use client/],
  ["src/worker.js", 'export default { async fetch(request, env) { return call("§"); } };', /second argument/],
  ["a.ts", 'enum Key { A = "§" }', /enum member/],
  ["a.ts", 'const key = "§" as const;', /as const/],
  ["a.ts", 'type Key = "§";', /type/],
  ["a.js", 'import x from "§";', /module's name/],
  ["a.js", 'const a = { "§": 1 };', /key here/],
  ["a.js", "const a = gql`§`;", /tag function/],
  ["a.js", "// key: §\n", /comment/],
  ["a.d.ts", 'export const key = "§";', /declaration file/],
  ["a.py", 'K = ("a"\n  "§")\n', /several pieces/],
  ["a.py", '"""\n§\n"""\n', /no program uses/],
  ["a.py", 'K = b"x§"\n', /bytes literal/],
  ["a.py", "# §\n", /comment/],
  [".env", "# KEY=§\n", /comment/],
  ["a.sh", "cat <<'EOF'\nkey: §\nEOF\n", /quoted/],
  ["a.sh", "# §\n", /comment/],
  ["a.go", "package a\n\ntype T struct { A string `§` }\n", /struct tag/],
  ["a.go", 'package a\n\nconst (\n\tA = "§"\n)\n', /group of constants/],
  ["A.java", '@Ann("§") class A {}\n', /annotation/],
  ["A.java", 'class A { static final String K = "§"; @Ann(K) void f() {} }\n', /annotation/],
  ["A.java", 'import android.app.Activity;\nclass A { String k = "§"; }\n', /handed to its users/],
  ["a.rs", 'fn f() { println!("§"); }\n', /macro/],
  ["a.rs", 'pub const K: &str = "§";\n', /other files/],
  ["a.php", "<?php class A { private $k = '§'; }\n", /constant/],
  ["A.kt", '@Ann("§")\nclass A\n', /annotation/],
  ["A.cs", 'class A { void F(string k = "§") {} }\n', /default/],
  ["A.cs", 'class A { const string K = "§"; }\n', /constant/],
  ["a.rb", 'h = { "§": 1 }\n', /key here/],
  ["a.rb", "# §\n", /comment/],
  [".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: curl -H §\n", /run:/],
  ["config/production.yaml", "db: §\n", /nothing is known/],
  ["Dockerfile", "ENV KEY=§\n", /image/],
  ["main.tf", 'resource "a" "b" {\n  key = "§"\n}\n', /variable/],
  ["main.tf", '# key = "§"\n', /comment/],
  ["modules/db/main.tf", 'variable "key" {\n  default = "§"\n}\n', /root module/],
  ["prod.tfvars", 'key = "x-§"\n', /variable/],
  ["prod.tfvars", 'key = "§"\n', /moved as KEY/],
  ["a.ps1", "[Ann('§')]\n", /attribute/],
  ["a.ps1", "# §\n", /comment/],
  ["k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  k: §\n", /Secret manifest/],
  ["azure-pipelines.yml", "steps:\n  - script: curl -H §\n", /pasted/],
  ["appsettings.json", '{"Key": "§"}', /appsettings/],
  ["analysis.ipynb", '{"cells": ["§"]}', /notebook/],
  ["App.swift", 'let key = "§"', /cannot keep a secret/],
];

for (const [path, template, reason] of refusals) {
  void test(`refused in ${path}: ${JSON.stringify(template)}`, () => {
    const planned = plan(path, template);
    if (!("kind" in planned)) assert.fail(`planned: ${planned.after}`);
    assert.match(planned.reason, reason);
    assert.ok(planned.hint.length > 10);
    assert.ok(!`${planned.reason}${planned.hint}`.includes(value));
  });
}

void test("a place that does not hold the value is refused", () => {
  const planned = plan("a.js", `const key = "${hole}";`, "x".repeat(8));
  assert.ok(!("kind" in planned));
  const moved = plan("a.js", `  const key = "${hole}\\q";`, value);
  assert.ok(!("kind" in moved), "an escape beside the value does not matter");
});
