import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parse } from "jsonc-parser";
import * as v from "valibot";
import type { Agent, ProtectionPlan, Receipt } from "../../src/agents/agent.ts";
import { agentById, agents } from "../../src/agents/index.ts";
import {
  type ProtectionInput,
  planProtection,
  planUnprotection,
  surfaceState,
  turnedSwitches,
} from "../../src/agents/plan.ts";
import type { ProtectedPath } from "../../src/core/finding.ts";

const root = "/ws";

const protectedPaths: readonly ProtectedPath[] = [
  { path: ".env", because: "name", reason: "named like an environment file" },
  { path: ".env.staging", because: "name", reason: "named like an environment file" },
  { path: "apps/shop/.env", because: "name", reason: "named like an environment file" },
  { path: "src/payments.ts", because: "finding", reason: "a key" },
  { path: "odd/a b #!(1)[id]*?.ts ", because: "finding", reason: "a key" },
  { path: "#start", because: "finding", reason: "a key" },
  { path: "!bang", because: "finding", reason: "a key" },
  { path: "line\nbreak", because: "finding", reason: "a key" },
];

const hash = (text: string): string => `${String(text.length)}:${text}`;

type Disk = ReadonlyMap<string, string>;

function inputFor(disk: Disk, with_: Partial<ProtectionInput> = {}): ProtectionInput {
  return { root, agents, protectedPaths, existing: (path) => disk.get(path), hash, ...with_ };
}

function apply(disk: Disk, plan: ProtectionPlan): Disk {
  const next = new Map(disk);
  for (const { path, before, after } of plan.changes) {
    assert.equal(disk.get(path), before);
    if (after === undefined) next.delete(path);
    else next.set(path, after);
  }
  return next;
}

const receiptsOf =
  (receipts: readonly Receipt[]) =>
  (path: string, text: string): Receipt | undefined =>
    receipts.find((receipt) => receipt.path === path && receipt.hash === hash(text));

const all = agents.flatMap((agent) => agent.surfaces.map((surface) => ({ agent, surface })));
const uses = all.filter(({ surface }) => surface.onRequest === undefined);

void test("protect writes every surface of every agent, and twice is once", () => {
  const plan = planProtection(inputFor(new Map()));
  assert.deepEqual(plan.refused, []);
  assert.deepEqual(
    plan.changes.map(({ path }) => path),
    [...new Set(uses.map(({ surface }) => `${root}/${surface.path}`))].toSorted(),
  );
  const after = apply(new Map(), plan);
  const again = planProtection(inputFor(after));
  assert.deepEqual(again.changes, []);
  for (const use of uses) {
    assert.equal(surfaceState(inputFor(after), use), "present", `${use.agent.id} ${use.surface.path}`);
  }
});

void test("what is written on request alone is written then, and taken out again", () => {
  const asked = all.filter(({ surface }) => surface.onRequest !== undefined);
  assert.ok(asked.length >= 3);
  const after = apply(new Map(), planProtection(inputFor(new Map(), { sandbox: true })));
  for (const use of asked) {
    assert.equal(surfaceState(inputFor(after), use), "present", `${use.agent.id} ${use.surface.path}`);
  }
  const plan = planProtection(inputFor(new Map(), { sandbox: true }));
  assert.deepEqual(planProtection(inputFor(after, { sandbox: true })).changes, []);
  assert.deepEqual([...apply(after, planUnprotection(inputFor(after, memoryOf(plan.receipts))))], []);
  // without any memory, a file with nothing but a switch may as well be the user's
  assert.deepEqual([...apply(after, planUnprotection(inputFor(after))).keys()], [`${root}/.cursor/sandbox.json`]);
});

void test("a switch of ours is set again where somebody turned it, and the user's own stays and is told", () => {
  const path = `${root}/.claude/settings.json`;
  const asked = { agents: [agent("claude-code")], sandbox: true };
  const sandboxIn = (disk: Disk): unknown =>
    v.parse(v.object({ sandbox: v.unknown() }), parse(disk.get(path) ?? "")).sandbox;
  const plan = planProtection(inputFor(new Map(), asked));
  const memory = memoryOf(plan.receipts);
  const after = apply(new Map(), plan);
  const on = { enabled: true, failIfUnavailable: true, allowUnsandboxedCommands: false };
  assert.deepEqual(sandboxIn(after), on);

  const text = after.get(path) ?? "";
  const turned = new Map(after).set(path, text.replace('"enabled": true', '"enabled": false'));
  const again = apply(turned, planProtection(inputFor(turned, { ...asked, ...memory })));
  assert.deepEqual(sandboxIn(again), on);
  // a file that was edited has no receipt that fits: what is ours is known all the same
  const edited = new Map(after).set(path, text.replace("{", '{\n  "model": "opus",'));
  assert.equal(
    apply(edited, planUnprotection(inputFor(edited, { ...asked, ...memory }))).get(path),
    '{\n  "model": "opus"\n}\n',
  );

  const theirs = new Map([[path, '{ "sandbox": { "enabled": false } }\n']]);
  const told = planProtection(inputFor(theirs, asked));
  const [refusal] = turnedSwitches(inputFor(theirs, asked), told);
  assert.match(
    refusal?.reason ?? "",
    /"sandbox\.enabled" is false at 1:\d+, so the sandbox of Claude Code does not hold/,
  );
  assert.deepEqual(sandboxIn(apply(theirs, told)), { ...on, enabled: false });
  assert.deepEqual(
    apply(
      apply(theirs, told),
      planUnprotection(inputFor(apply(theirs, told), { ...asked, ...memoryOf(told.receipts) })),
    ),
    theirs,
  );
});

void test("unprotect without any memory gives an empty folder back", () => {
  const after = apply(new Map(), planProtection(inputFor(new Map())));
  assert.deepEqual([...apply(after, planUnprotection(inputFor(after)))], []);
});

void test("no committed file holds a path of this machine", () => {
  for (const { path, after } of planProtection(inputFor(new Map())).changes) {
    assert.ok(!after?.includes(`${root}/`), path);
    assert.doesNotMatch(after ?? "", /\/home\/|\/Users\/|[A-Z]:\\/, path);
  }
});

void test("a file that is freed is taken off every list, whoever runs protect next", () => {
  const after = apply(new Map(), planProtection(inputFor(new Map())));
  const fewer = protectedPaths.filter(({ path }) => path !== "src/payments.ts");
  const plan = planProtection(inputFor(after, { protectedPaths: fewer }));
  assert.ok(plan.changes.length > 10);
  for (const [path, text] of apply(after, plan)) assert.ok(!text.includes("payments"), path);
});

void test("two agents that share a file of ours want the same in it", () => {
  const [cli, editor] = [agent("copilot-cli"), agent("copilot")].map((one) => {
    const after = apply(new Map(), planProtection(inputFor(new Map(), { agents: [one] })));
    return after.get(`${root}/.github/hooks/leastkey.json`);
  });
  assert.ok(cli);
  assert.equal(cli, editor);
});

void test("the order in which a scan found files changes nothing", () => {
  const forward = planProtection(inputFor(new Map()));
  const backward = planProtection(inputFor(new Map(), { protectedPaths: protectedPaths.toReversed() }));
  assert.deepEqual(backward.changes, forward.changes);
});

void test("Codex names no path twice, since two denials of one path break its sandbox", () => {
  const text = apply(new Map(), planProtection(inputFor(new Map()))).get(`${root}/.codex/config.toml`) ?? "";
  assert.match(text, /^"\*\*\/\.env" = "deny"$/m);
  assert.doesNotMatch(text, /"\.env" =|"apps\/shop\/\.env" =/);
  assert.match(text, /^"src\/payments\.ts" = "deny"$/m);
});

/** A file that a person wrote, of the right format for its path. */
const eol = fc.constantFrom("\n", "\r\n");
const mark = fc.constantFrom("", "\uFEFF");
const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);

const lines = fc
  .tuple(fc.array(fc.stringMatching(/^[ -~]{0,20}$/), { maxLength: 6 }), eol, mark, fc.boolean())
  .map(([all, end, bom, last]) => bom + all.join(end) + (last && all.length > 0 ? end : ""));

const indent = fc.constantFrom("  ", "    ", "\t", "   ", "");
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("null", "true", "1", '"text"', '"Read(/.env)"', '"/* no comment */"'),
    tie("object"),
    tie("list"),
  ),
  object: fc
    .tuple(
      fc.uniqueArray(fc.oneof(word, fc.constantFrom("deny", "hooks", "PreToolUse", "sandbox", "enabled", "type")), {
        maxLength: 3,
      }),
      fc.array(tie("value"), { minLength: 3, maxLength: 3 }),
      tie("space"),
    )
    .map(
      ([keys, values, space]) =>
        `{${keys.map((key, at) => `${String(space)}"${key}":${String(space)}${String(values[at])}`).join(",")}${String(space)}}`,
    ),
  list: fc
    .tuple(fc.array(tie("value"), { maxLength: 3 }), tie("space"))
    .map(([values, space]) => `[${values.map((value) => String(space) + String(value)).join(",")}${String(space)}]`),
  space: fc.constantFrom("", " ", "\n", "\n  ", "\r\n\t", " // note\n", "/* c */"),
}));

/** Settings with user entries where ours go, spelt in every odd way. */
const settings = fc
  .record({
    indent,
    end: eol,
    bom: mark,
    entries: fc.array(fc.constantFrom("Read(./mine/**)", "Bash(rm *)", "Read(/.env)"), { maxLength: 3 }),
    oneLine: fc.boolean(),
    trailing: fc.boolean(),
    comment: fc.constantFrom("", " // keep", " /* keep */"),
    last: fc.boolean(),
    more: json.object,
  })
  .map(({ indent: unit, end, bom, entries, oneLine, trailing, comment, last, more }) => {
    const list = oneLine
      ? `[${entries.map((entry) => JSON.stringify(entry)).join(" , ")}${trailing && entries.length > 0 ? "," : ""}]`
      : `[${entries.map((entry) => `${end}${unit}${unit}${JSON.stringify(entry)}`).join(",")}${trailing && entries.length > 0 ? "," : ""}${comment}${end}${unit}]`;
    return `${bom}{${end}${unit}"permissions": { "deny": ${list}, "allow": [] },${comment}${end}${unit}"mine": ${String(more)}${comment}${end}}${last ? end : ""}`;
  });

const toml = fc
  .tuple(fc.uniqueArray(word, { maxLength: 3 }), fc.uniqueArray(word, { maxLength: 2 }), eol, mark, fc.boolean())
  .map(([keys, tables, end, bom, last]) => {
    const all = [
      "# mine",
      ...keys.map((key) => `${key}_key = "v" # note`),
      ...tables.flatMap((table) => [`[${table}_table]`, "a = [ 1, 2 ]"]),
    ];
    return bom + all.join(end) + (last ? end : "");
  });

const settingsShape = v.object({
  permissions: v.object({ deny: v.array(v.string()), allow: v.array(v.unknown()) }),
  mine: v.unknown(),
});
const readSettings = (text: string): v.InferOutput<typeof settingsShape> =>
  v.parse(settingsShape, parse(text.replace("\uFEFF", "")));

const agent = (id: string): Agent => {
  const found = agentById(id);
  assert.ok(found);
  return found;
};

/** What is known of a workspace that these were written in. */
const memoryOf = (receipts: readonly Receipt[]): Pick<ProtectionInput, "receipt" | "switches"> => ({
  receipt: receiptsOf(receipts),
  switches: (path) => receipts.flatMap((one) => (one.path === path ? (one.switches ?? []) : [])),
});

/** Protects, protects again, unprotects with the receipts; says what came back. */
function roundTrip(files: Disk, who: readonly Agent[], sandbox = false): ProtectionPlan {
  const asked = { agents: who, sandbox };
  const plan = planProtection(inputFor(files, asked));
  const refused = new Set(plan.refused.map(({ path }) => path));
  const after = apply(files, plan);
  const again = planProtection(inputFor(after, asked));
  assert.deepEqual(again.changes, []);
  assert.deepEqual(again.refused, plan.refused);
  const memory = memoryOf(plan.receipts);
  const back = apply(after, planUnprotection(inputFor(after, { ...asked, ...memory })));
  assert.deepEqual(back, files);
  for (const path of refused) assert.equal(after.get(path), files.get(path));
  // without the receipts everything of ours is gone all the same
  const stateless = apply(after, planUnprotection(inputFor(after, asked)));
  assert.deepEqual(planUnprotection(inputFor(stateless, asked)).changes, []);
  // and once more from there, with a list that changed
  const fewer = { ...asked, protectedPaths: protectedPaths.slice(2), ...memory };
  const updated = planProtection(inputFor(after, fewer));
  const moved = apply(after, updated);
  const both = memoryOf([...plan.receipts, ...updated.receipts]);
  assert.deepEqual(apply(moved, planUnprotection(inputFor(moved, { ...fewer, ...both }))), files);
  // a sandbox that is asked for no more is taken out, and nothing else
  const without = apply(after, planProtection(inputFor(after, { agents: who, ...memory })));
  assert.deepEqual(without, apply(files, planProtection(inputFor(files, { agents: who }))));
  return plan;
}

const runs = { numRuns: 300 };

void test("unprotect(protect(x)) = x for any ignore file", () => {
  fc.assert(
    fc.property(lines, (text) => {
      assert.deepEqual(roundTrip(new Map([[`${root}/.cursorignore`, text]]), [agent("cursor")]).refused, []);
    }),
    runs,
  );
});

void test("unprotect(protect(x)) = x for any instructions", () => {
  fc.assert(
    fc.property(lines, (text) => {
      const files = [`${root}/CLAUDE.md`, `${root}/.cursor/rules/leastkey.mdc`].map((path) => [path, text] as const);
      assert.deepEqual(roundTrip(new Map(files), [agent("claude-code"), agent("cursor")]).refused, []);
    }),
    runs,
  );
});

void test("unprotect(protect(x)) = x for any JSON", () => {
  const who = [
    agent("claude-code"),
    agent("cursor"),
    agent("copilot"),
    agent("gemini-cli"),
    agent("opencode"),
    agent("kiro"),
    agent("zed"),
  ];
  fc.assert(
    fc.property(json.object, mark, fc.boolean(), (text, bom, sandbox) => {
      const paths = who.flatMap(({ surfaces }) => surfaces.filter(({ format }) => format.startsWith("json")));
      roundTrip(new Map(paths.map(({ path }) => [`${root}/${path}`, bom + String(text)])), who, sandbox);
    }),
    runs,
  );
});

void test("unprotect(protect(x)) = x for settings that a person keeps", () => {
  const who = [agent("claude-code"), agent("qwen-code"), agent("cursor")];
  fc.assert(
    fc.property(settings, fc.boolean(), (text, sandbox) => {
      const files = [".claude/settings.json", ".qwen/settings.json", ".cursor/cli.json"].map(
        (path) => `${root}/${path}`,
      );
      const plan = roundTrip(new Map(files.map((path) => [path, text])), who, sandbox);
      assert.deepEqual(plan.refused, []);
      const mine = readSettings(text);
      for (const { after } of plan.changes.filter(({ path }) => files.includes(path))) {
        const { permissions, mine: kept } = readSettings(after ?? "");
        assert.deepEqual(kept, mine.mine);
        assert.deepEqual(permissions.allow, []);
        assert.deepEqual(permissions.deny.slice(0, mine.permissions.deny.length), mine.permissions.deny);
        assert.ok(permissions.deny.some((entry) => /^Read\(.*payments/.test(entry)));
      }
    }),
    runs,
  );
});

void test("unprotect(protect(x)) = x for any TOML", () => {
  fc.assert(
    fc.property(toml, (text) => {
      assert.deepEqual(roundTrip(new Map([[`${root}/.codex/config.toml`, text]]), [agent("codex")]).refused, []);
    }),
    runs,
  );
});
