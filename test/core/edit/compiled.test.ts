import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { after } from "node:test";
import { planReplacement } from "../../../src/core/edit/plan-replacement.ts";
import { applyEdits } from "../../../src/core/edit/replacement.ts";
import { Secret } from "../../../src/core/secret.ts";
import { hole, reference, undone, value } from "./cases.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-compiled-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Programs with several values each, run before and after with the real compilers and interpreters. */
interface Program {
  readonly title: string;
  readonly path: string;
  readonly needs: readonly [string, ...string[]];
  readonly source: string;
  /** Commands, run in order in the program's folder; the last one's output is compared. */
  readonly run: readonly (readonly [string, ...string[]])[];
  readonly files?: Readonly<Record<string, string>>;
  /** Where the place itself names it. */
  readonly variable?: string;
}

const tsc = join(process.cwd(), "node_modules", "typescript", "bin", "tsc");
const programs: readonly Program[] = [
  {
    title: "JavaScript",
    path: "a.mjs",
    needs: [process.execPath, "--version"],
    source:
      'const a = "§";\nconst h = { x: "Bearer §", n: "§".length };\nconsole.log(a, `${a}:§`, h, given ?? "§");\nvar given;\n',
    run: [[process.execPath, "a.mjs"]],
  },
  {
    title: "TypeScript, strict",
    path: "a.ts",
    needs: [process.execPath, tsc, "--version"],
    source:
      'declare const process: { env: Record<string, string | undefined> };\nconst key: string = "§";\nexport class Client { readonly #h: Record<string, string> = { Authorization: "Bearer §" };\n get(): string { return this.#h["Authorization"] ?? ""; } }\nconsole.log(key.length, new Client().get());\ndeclare const console: { log(...all: unknown[]): void };\n',
    run: [
      [
        process.execPath,
        tsc,
        "--strict",
        "--ignoreConfig",
        "--noUncheckedIndexedAccess",
        "--lib",
        "es2022",
        "--types",
        "",
        "--target",
        "es2022",
        "--module",
        "esnext",
        "a.ts",
      ],
      [process.execPath, "--input-type=module", "-e", 'import("./a.js")'],
    ],
    files: { "package.json": '{"type":"module"}' },
  },
  {
    title: "Python",
    path: "a.py",
    needs: ["python3", "--version"],
    source:
      '"""A program."""\nfrom __future__ import annotations\n\nKEY = "§"\n\ndef f(h="Bearer § {x}", b=b"§"):\n    return h, b, f"{KEY}:§"\n\nprint(KEY, f())\n',
    run: [["python3", "a.py"]],
  },
  {
    title: "Go",
    path: "a.go",
    needs: ["go", "version"],
    source:
      'package main\n\nimport (\n\t"fmt"\n\t"strings"\n)\n\nconst key = "§"\n\nvar header = "Bearer §"\n\nfunc main() {\n\tm := map[string]string{"x": "§"}\n\tfmt.Println(key, header, m, strings.ToUpper("§"), `raw §`)\n}\n',
    run: [["go", "run", "a.go"]],
    files: { "go.mod": "module shop\n\ngo 1.21\n" },
  },
  {
    title: "Java",
    path: "A.java",
    needs: ["java", "--version"],
    source:
      'public class A {\n  static final String KEY = "§";\n  public static void main(String[] args) {\n    System.out.println(KEY + "Bearer §".length() + " §" + String.join(",", "§", "x"));\n  }\n}\n',
    run: [["java", "A.java"]],
  },
  {
    title: "Rust",
    path: "a.rs",
    needs: ["rustc", "--version"],
    source:
      'const KEY: &str = "§";\n\nfn show(text: &str) -> usize {\n    text.len()\n}\n\nfn main() {\n    let local = "§";\n    let all: [&str; 2] = [local, "§"];\n    let size = show("§");\n    println!("{} {} {:?} {}", KEY, show(KEY), all, size);\n}\n',
    run: [["rustc", "--edition", "2021", "-o", "a.out", "a.rs"], ["./a.out"]],
  },
  {
    title: "shell",
    path: "a.sh",
    needs: ["bash", "--version"],
    source:
      'KEY=\'§\'\nexport B="x §"\nC=u:§\necho "$KEY" "$B" \'single § "quoted"\' $\'ansi\\t§\' $C\ncat <<EOF\ndoc §\nEOF\n',
    run: [["bash", "a.sh"]],
  },
  {
    title: "PHP",
    path: "a.php",
    needs: ["php", "--version"],
    source:
      "<?php\n$key = '§';\n$b = 'Bearer §';\n$u = 'me';\n$a = [1 => 'x'];\necho $key, $b, strlen('§'), \"$u:§@{$a[1]}\", \"\\n\";\n",
    run: [["php", "a.php"]],
  },
  {
    title: "Rails configuration",
    path: "config/database.yml",
    needs: ["ruby", "-ryaml", "-rerb", "-e", "1"],
    source: 'production:\n  password: §\n  url: "redis://:§@host"\n',
    run: [["ruby", "-ryaml", "-rerb", "-e", 'p YAML.load(ERB.new(File.read("config/database.yml")).result)']],
  },
  {
    title: "Terraform",
    path: "main.tf",
    needs: ["terraform", "version"],
    source:
      'variable "api_key" {\n  type    = string\n  default = "§" # ours\n}\n\noutput "seen" {\n  value = nonsensitive(sha256(var.api_key))\n}\n',
    run: [
      ["terraform", "init", "-no-color"],
      ["terraform", "apply", "-auto-approve", "-input=false", "-no-color"],
      ["terraform", "output", "-no-color"],
    ],
    variable: "TF_VAR_api_key",
  },
  {
    title: "Ruby",
    path: "a.rb",
    needs: ["ruby", "--version"],
    source: "KEY = '§'\nB = \"Bearer § #{KEY}\"\nputs KEY, B, 'x §'.length, [\"§\"].inspect\n",
    run: [["ruby", "a.rb"]],
  },
];

/** Every place of the value, one behind the other, on the text that the one before left. */
function moveAll({ path, variable = "MOVED_KEY" }: Program, text: string): string {
  let now = text;
  for (let from = 0; ; ) {
    const start = now.indexOf(value, from);
    if (start === -1) return now;
    const place = { start, end: start + value.length };
    const plan = planReplacement({ path, text: now, place, value: Secret.of(value), name: variable, reference });
    if (plan.kind === "refused") assert.fail(`refused: ${plan.reason} at ${now.slice(Math.max(0, start - 30), start)}`);
    const next = applyEdits(now, plan.edits);
    assert.equal(undone({ before: now, after: next, replacement: plan }), now);
    now = next;
  }
}

function runIn(program: Program, name: string, text: string, env: NodeJS.ProcessEnv) {
  const where = join(folder, `${program.title.replaceAll(/\W/g, "")}-${name}`);
  mkdirSync(where, { recursive: true });
  for (const [path, content] of Object.entries({ ...program.files, [program.path]: text })) {
    mkdirSync(dirname(join(where, path)), { recursive: true });
    writeFileSync(join(where, path), content);
  }
  let last = { status: 0 as number | null, stdout: "", stderr: "" };
  for (const [file, ...args] of program.run) {
    last = spawnSync(file, args, { cwd: where, encoding: "utf8", env: { ...process.env, ...env } });
    if (last.status !== 0) break;
  }
  return last;
}

for (const program of programs) {
  const [file, ...args] = program.needs;
  const isThere = spawnSync(file, args).status === 0;
  void test(`${program.title}: the moved program gives the same output, and none without its variable`, {
    skip: isThere ? false : `${file} is not installed`,
    timeout: 180_000,
  }, () => {
    const text = program.source.replaceAll(hole, value);
    const moved = moveAll(program, text);
    assert.ok(!moved.includes(value));
    const before = runIn(program, "before", text, {});
    assert.equal(before.status, 0, before.stderr + before.stdout);
    const after = runIn(program, "after", moved, { [program.variable ?? "MOVED_KEY"]: value });
    assert.equal(after.status, 0, after.stderr + after.stdout + moved);
    assert.equal(after.stdout, before.stdout);
    const without = runIn(program, "without", moved, {});
    assert.notEqual(without.status, 0, "runs without its variable");
    assert.match(without.stderr + without.stdout, /MOVED_KEY|"api_key"/);
  });
}
