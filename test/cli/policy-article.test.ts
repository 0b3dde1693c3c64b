import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { leastkey } from "../sample/program.ts";

/** The passport of the article, letter by letter. Its lines are what `explain` has to name. */
const article = `agents:
  claude-code@staging:
    role: feature-work
    permissions: { crm: [read], calendar: [read, write], billing: [read] }
    environments: [staging]
    restrictions: [no-delete, no-bulk, no-cross-account]
    grants: { ttl: 15m, approve: first-use }
`;
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-article-")));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const home = join(folder, "home");
const root = join(folder, "shop");
mkdirSync(home, { recursive: true });
mkdirSync(join(root, ".git"), { recursive: true });
writeFileSync(join(home, "policy.yaml"), article);
const cli = (...args: readonly string[]) =>
  leastkey(args, { cwd: root, env: { ...process.env, LEASTKEY_HOME: home, NO_COLOR: "1" } });

void test("the article's passport is checked without a fault", async () => {
  const { code, stdout } = await cli("policy", "check");
  assert.equal(code, 0, stdout);
  assert.match(stdout, /claude-code@staging/);
});

const staging = "claude-code@staging";
/** Who, what, wanted for, [with a human's word]: what is decided, by which line of the text above. */
const cases: readonly (readonly [readonly string[], string, string])[] = [
  [[staging, "crm@staging", "read"], "ask", "7  claude-code@staging/grants/approve"],
  [[staging, "crm@staging", "read", "--approved"], "allow", "4  claude-code@staging/permissions/crm"],
  [[staging, "crm@staging", "write", "--approved"], "deny", "4  claude-code@staging/permissions/crm"],
  [[staging, "calendar@staging", "write", "--approved"], "allow", "4  claude-code@staging/permissions/calendar"],
  [[staging, "calendar@staging", "delete", "--approved"], "deny", "6  claude-code@staging/restrictions/no-delete"],
  [[staging, "billing@production", "read", "--approved"], "deny", "5  claude-code@staging/environments"],
  [[staging, "mail@staging", "read", "--approved"], "deny", "2  claude-code@staging"],
  [[staging, "crm@staging", "list"], "allow", "2  claude-code@staging/list"],
  [["claude-code@production", "crm@production", "read"], "deny", "1  agents"],
  [["codex@staging", "crm@staging", "read"], "deny", "1  agents"],
];
for (const [args, decided, line] of cases) {
  void test(`explain ${args.join(" ")}: ${decided}, by line ${line}`, async () => {
    const { code, stdout, stderr } = await cli("policy", "explain", ...args);
    assert.equal(code, decided === "deny" ? 1 : 0, stderr);
    const [first = "", reason = "", at = ""] = stdout.split("\n");
    assert.equal(first.split(":")[0], decided);
    assert.match(reason, /^ {2}\S/);
    assert.equal(at, `  your own policy.yaml:${line}`);
  });
}
