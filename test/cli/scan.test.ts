import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import { seededRandom } from "../../src/core/detect/random.ts";
import { type Ended, leastkey } from "../sample/program.ts";

const random = seededRandom(77);
const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const value = (): string => `${random.chars(alphabet, 20)}7k4Q`;
const [first, second, third] = [value(), value(), value()];

const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-scan-cli-")));
test.after(() => rmSync(base, { recursive: true, force: true }));
const env = { ...process.env, LEASTKEY_HOME: join(base, "home"), NO_COLOR: "1" };

interface Place {
  readonly root: string;
  readonly write: (path: string, text: string) => void;
  readonly git: (...args: readonly string[]) => string;
  readonly scan: (...args: readonly string[]) => Promise<Ended>;
  readonly pipe: (input: string, ...args: readonly string[]) => Promise<Ended>;
}

function place(name: string): Place {
  const root = join(base, name);
  mkdirSync(root);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      encoding: "utf8",
    }).trim();
  const run = async (input: string | undefined, args: readonly string[]): Promise<Ended> => {
    const ended = await leastkey(["scan", ...args], { cwd: root, env, ...(input === undefined ? {} : { input }) });
    for (const secret of [first, second, third]) {
      assert.ok(!`${ended.stdout}${ended.stderr}`.includes(secret.slice(2, 14)), "a value was printed");
    }
    return ended;
  };
  return { root, write, git, scan: (...args) => run(undefined, args), pipe: (input, ...args) => run(input, args) };
}

interface Found {
  readonly path: string;
  readonly line: number;
  readonly fingerprint: string;
  readonly commit?: { readonly id: string };
}
const validate = new Ajv().compile(JSON.parse(readFileSync("media/schema/scan.schema.json", "utf8")) as object);
function found({ stdout }: Ended): readonly Found[] {
  const report = JSON.parse(stdout) as { findings: readonly Found[] };
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return report.findings;
}
const pathsOf = (ended: Ended): readonly string[] => found(ended).map(({ path }) => path);

void test("several folders and files are scanned, and paths read as they were typed", async () => {
  const { write, scan } = place("several");
  write("a/one.env", `API_TOKEN=${first}\n`);
  write("b/config/two.yaml", `api_token: ${second}\n`);
  write("c/three.env", `API_TOKEN=${third}\n`);
  assert.deepEqual(pathsOf(await scan("--json", "a", "b/config/two.yaml")), ["a/one.env", "b/config/two.yaml"]);
  assert.deepEqual(pathsOf(await scan("--json", "b/config/two.yaml")), ["b/config/two.yaml"]);
  assert.deepEqual(pathsOf(await scan("--json", "b")), ["config/two.yaml"]);
  const missing = await scan("a", "not-there");
  assert.equal(missing.stdout, "");
  assert.match(missing.stderr, /not-there is not there/);
});

void test("a file that its repository ignores is scanned when it is named", async () => {
  const { write, git, scan } = place("ignored");
  git("init", "-q");
  write(".gitignore", "*.log\n");
  write("run.log", `token=${first}\n`);
  assert.deepEqual(pathsOf(await scan("--json")), []);
  assert.deepEqual(pathsOf(await scan("--json", "run.log")), ["run.log"]);
});

void test("standard input is scanned under the name given, and bytes are not text", async () => {
  const { pipe } = place("stdin");
  const named = await pipe(`data:\n  api_token: ${first}\n`, "-", "--json", "--stdin-name", "deploy/production.yaml");
  assert.equal(named.code, 1);
  assert.deepEqual(pathsOf(named), ["deploy/production.yaml"]);
  assert.match(named.stdout, /"environment": "production"/);
  assert.equal((await pipe("nothing here\n", "-")).code, 0);
  assert.equal((await pipe("x", "-", "a-folder")).code, 2);
  assert.equal((await pipe("x", "--stdin-name", "a")).code, 2);
});

void test("--staged reads what would be committed, not what stands on disk", async () => {
  const { write, git, scan } = place("staged");
  git("init", "-q");
  write("app.env", `API_TOKEN=${first}\n`);
  write("with space é.env", `API_TOKEN=${second}\n`);
  write("untracked.env", `API_TOKEN=${third}\n`);
  git("add", "app.env", "with space é.env");
  write("app.env", "API_TOKEN=\n");
  const before = await scan("--staged", "--json");
  assert.equal(before.code, 1);
  assert.deepEqual(pathsOf(before), ["app.env", "with space é.env"]);
  git("commit", "-qm", "one");
  assert.equal((await scan("--staged")).code, 0);
  write("sub/dir.env", `API_TOKEN=${third}\n`);
  git("add", "sub");
  assert.deepEqual(pathsOf(await scan("--staged", "--json", "sub")), ["dir.env"]);
  git("rm", "-q", "--cached", "app.env");
  assert.deepEqual(pathsOf(await scan("--staged", "--json")), ["sub/dir.env"]);
});

void test("--staged works as a pre-commit hook, also for `git commit PATH`", async () => {
  const { root, write, git } = place("hook");
  git("init", "-q");
  write("a.txt", "1\n");
  git("add", ".");
  git("commit", "-qm", "one");
  const program = join(process.cwd(), process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");
  write(".git/hooks/pre-commit", `#!/bin/sh\nexec "${process.execPath}" "${program}" scan --staged\n`);
  execFileSync("chmod", ["+x", join(root, ".git/hooks/pre-commit")]);
  write("b.env", `API_TOKEN=${first}\n`);
  git("add", "b.env");
  const commit = (...args: readonly string[]): number => {
    try {
      execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@e", "commit", "-qm", "x", ...args], {
        env,
        stdio: "ignore",
      });
      return 0;
    } catch {
      return 1;
    }
  };
  assert.equal(commit(), 1);
  write("a.txt", "2\n");
  assert.equal(commit("a.txt"), 0, "only a.txt is committed, and it holds nothing");
  write("a.txt", `api_token = "${second}"\n`);
  assert.equal(commit("a.txt"), 1);
});

void test("--history finds what was removed, once, with the oldest commit that holds it", async () => {
  const { write, git, scan } = place("history");
  git("init", "-q", "-b", "main");
  write("settings.env", `API_TOKEN=${first}\n`);
  git("add", ".");
  git("commit", "-qm", "one");
  const one = git("rev-parse", "HEAD");
  write("settings.env", `# moved\nAPI_TOKEN=${first}\n`);
  git("commit", "-qam", "two");
  git("rm", "-q", "settings.env");
  git("commit", "-qm", "three");
  git("checkout", "-q", "-b", "side", "main~1");
  write("side.env", `API_TOKEN=${second}\n`);
  git("add", ".");
  git("commit", "-qm", "four");
  const four = git("rev-parse", "HEAD");
  git("checkout", "-q", "main");
  // A value that only the merge itself brings.
  git("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", "side");
  write("merge.env", `API_TOKEN=${third}\n`);
  git("add", ".");
  git("commit", "-qm", "merge");
  const merge = git("rev-parse", "HEAD");
  const ended = await scan("--history", "--json");
  assert.equal(ended.code, 1, ended.stderr);
  assert.deepEqual(
    found(ended).map(({ path, line, commit }) => [path, line, commit?.id]),
    [
      ["merge.env", 1, merge],
      ["settings.env", 1, one],
      ["side.env", 1, four],
    ],
  );
  assert.match((await scan("--history")).stdout, new RegExp(`since commit ${one.slice(0, 10)}`));
});

void test("a repository without commits and a folder without repository", async () => {
  const { git, scan } = place("empty");
  assert.match((await scan("--history")).stderr, /not in a git work tree/);
  assert.match((await scan("--staged")).stderr, /not in a git work tree/);
  git("init", "-q");
  assert.equal((await scan("--history")).code, 0);
  assert.equal((await scan("--staged")).code, 0);
  assert.equal((await scan("--staged", "--history")).code, 2);
});

void test("a baseline accepts what is there, and nothing else", async () => {
  const { root, write, scan } = place("baseline");
  write("a.env", `API_TOKEN=${first}\n`);
  write("weak.ts", 'login({ password: "sunshine" });\n');
  assert.equal((await scan("--update-baseline")).code, 2, "a pipe is not asked");
  assert.equal((await scan("--update-baseline", "--yes")).code, 0);
  const text = readFileSync(join(root, ".leastkey/baseline.json"), "utf8");
  assert.ok(!text.includes(first) && !text.includes("sunshine") && !text.includes("generic-password"));
  const accepted = await scan();
  assert.equal(accepted.code, 0);
  assert.match(accepted.stderr, /1 more accepted by the baseline/);
  write("a.env", `\n\nAPI_TOKEN=${first}\n`);
  assert.equal((await scan()).code, 0, "a moved line is the same");
  write("b.env", `API_TOKEN=${first}\n`);
  assert.deepEqual(pathsOf(await scan("--json")), ["b.env"], "the same value elsewhere is told");
  write("a.env", `API_TOKEN=${second}\n`);
  assert.deepEqual(pathsOf(await scan("--json")), ["a.env", "b.env"], "a new value is told");
  assert.equal((await scan("--update-baseline", "--yes")).code, 0);
  assert.equal((await scan()).code, 0);
  assert.equal((await scan("--no-baseline")).code, 1);
  const salts = [text, readFileSync(join(root, ".leastkey/baseline.json"), "utf8")].map(
    (content) => /"salt": "(\w+)"/.exec(content)?.[1],
  );
  assert.equal(salts[0], salts[1], "the salt stays, so that the file's diff shows what changed");
});

void test("a baseline that is damaged or missing is refused, never taken as empty", async () => {
  const { write, scan } = place("bad-baseline");
  write("a.env", `API_TOKEN=${first}\n`);
  write(".leastkey/baseline.json", '{"version":2}');
  const damaged = await scan();
  assert.equal(damaged.code, 2);
  assert.match(damaged.stderr, /baseline .* cannot be read/);
  const missing = await scan("--baseline", "nowhere.json");
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /--update-baseline/);
});

for (const format of ["sarif", "gitlab"]) {
  void test(`--format ${format} gives JSON and the exit code of a scan`, async () => {
    const { write, scan } = place(format);
    write("a.env", `API_TOKEN=${first}\n`);
    const ended = await scan("--format", format);
    assert.equal(ended.code, 1);
    assert.match(JSON.stringify(JSON.parse(ended.stdout)), /a\.env/);
  });
}
