import assert from "node:assert/strict";
import test from "node:test";
import { viewIds } from "../../src/contributions.ts";
import type { Finding } from "../../src/core/finding.ts";
import { agentRows } from "../../src/editor/agent-rows.ts";
import { Findings } from "../../src/editor/findings.ts";
import { parseReferenceArgument } from "../../src/editor/reference-argument.ts";
import { type Row, treeItem } from "../../src/editor/row.ts";
import { RowsView } from "../../src/editor/rows-view.ts";
import { riskOf } from "../../src/editor/secret-groups.ts";
import { type SecretSource, secretRows } from "../../src/editor/secret-rows.ts";
import { SecretsView } from "../../src/editor/secrets-view.ts";
import { parseTarget } from "../../src/editor/target.ts";
import { vaultRows } from "../../src/editor/vault-rows.ts";
import type { AgentCoverage } from "../../src/guard/protect.ts";
import { EventEmitter, fake, Uri, window } from "../fakes/vscode.ts";
import { finding, planted } from "./samples.ts";

test.beforeEach(() => fake.reset());

const log = window.createOutputChannel();
const pay = Uri.file("/w/src/pay.ts");
const staging = Uri.file("/w/staging.env");
const generic: Finding["classification"] = {
  provider: "unknown",
  kind: "API key",
  environment: "staging",
  privilege: "unknown",
  expiry: { kind: "unknown" },
  reasons: [],
};
const found = [
  { uri: pay, findings: [finding({ at: 9 }), finding()], secret: undefined, version: undefined },
  {
    uri: staging,
    findings: [finding({ classification: generic, tier: "weak" })],
    secret: undefined,
    version: undefined,
  },
  {
    uri: Uri.file("/w/id_ed25519"),
    findings: [],
    secret: { path: "id_ed25519", because: "name", reason: "named like a private key" },
    version: undefined,
  },
];
const source = (lowest = "weak"): SecretSource =>
  ({
    files: found,
    lowest: () => lowest,
    isHidden: (uri: Uri) => uri === pay,
    pathOf: (uri: Uri) => uri.path.slice("/w/".length),
  }) as unknown as SecretSource;

/** "label (description)" of every row, deeper ones indented. */
const outline = (rows: readonly Row[], depth = ""): readonly string[] =>
  rows.flatMap((row) => [
    `${depth}${row.label} (${row.description ?? ""})`,
    ...outline(row.children ?? [], `${depth}  `),
  ]);
const ids = (rows: readonly Row[]): readonly string[] => rows.flatMap((row) => [row.id, ...ids(row.children ?? [])]);

void test("secrets by file: in the order of the file, files secret by name too", () => {
  const title = "Acme secret key (production)";
  assert.deepEqual(outline(secretRows(source(), "file")), [
    "id_ed25519 ()",
    "pay.ts (src)",
    `  ${title} (line 3)`,
    `  ${title} (line 9)`,
    "staging.env ()",
    "  API key (staging) in ACME_KEY (line 3)",
  ]);
  assert.deepEqual(outline(secretRows(source("generic"), "file")), [
    "id_ed25519 ()",
    "pay.ts (src)",
    `  ${title} (line 3)`,
    `  ${title} (line 9)`,
  ]);
});

void test("secrets by provider, environment and risk: every one once, the worst first", () => {
  const two = ["  Acme secret key (production) (src/pay.ts:9)", "  Acme secret key (production) (src/pay.ts:3)"];
  const one = "  API key (staging) in ACME_KEY (staging.env:3)";
  const cases = [
    ["provider", ["Acme (2)", ...two, "No known provider (1)", one]],
    ["environment", ["Production (2)", ...two, "Staging (1)", one]],
    ["risk", ["Production, and can do everything (2)", ...two, "Test, short-lived or made to be published (1)", one]],
  ] as const;
  for (const [grouping, expected] of cases) {
    const rows = secretRows(source(), grouping);
    assert.deepEqual(outline(rows), expected, grouping);
    assert.equal(new Set(ids(rows)).size, ids(rows).length, "ids are the rows' own");
  }
  const scoped = { ...generic, environment: "production" } as const;
  assert.equal(riskOf({ tier: "likely", classification: scoped }), "Production, or can do everything");
  assert.equal(riskOf({ tier: "likely", classification: generic }), "Other credentials");
});

void test("a finding's row opens its place and hands its fingerprint to the menu", () => {
  const rows = secretRows(source(), "file");
  const row = rows[1]?.children?.[0];
  assert.ok(row);
  const item = treeItem(row);
  assert.equal(item.contextValue, "finding");
  assert.equal(item.command?.command, "vscode.open");
  assert.deepEqual(JSON.parse(JSON.stringify(item.command?.arguments?.[1])), {
    selection: { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } },
  });
  const target = parseTarget(row);
  assert.equal(target?.fingerprint, finding().fingerprint);
  assert.equal(target?.uri.toString(), pay.toString());
  assert.match(JSON.stringify(item.tooltip), /use a restricted key instead[^]*hidden from agents/);
});

void test("the secrets view: badge, grouping kept for the next window, everything disposed", async () => {
  const model = new Findings();
  const emitter = new EventEmitter<void>();
  const kept = new Map<string, unknown>([["secrets.grouping", "risk"]]);
  const state = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const guard = { onDidChange: emitter.event, isHidden: () => false };
  const parts = { findings: model, guard, scan: { onDidChange: emitter.event, state: "done" }, log };
  const view = new SecretsView(parts as never, state as never);
  const tree = fake.trees.get(viewIds.secrets);
  assert.ok(tree);
  assert.equal(tree.description, "by risk");
  assert.equal(tree.badge, undefined);
  model.replaceDocument(pay as never, 1, [finding(), finding({ at: 5 }), finding({ at: 7, tier: "weak" })]);
  await new Promise((turn) => setImmediate(turn));
  assert.deepEqual(tree.badge, { value: 2, tooltip: "2 credentials in plain text" });
  const rows = (await tree.provider.getChildren()) as readonly Row[];
  assert.deepEqual(
    rows.map(({ label }) => label),
    ["Production, and can do everything"],
  );
  await view.group("provider");
  assert.equal(kept.get("secrets.grouping"), "provider");
  assert.ok(
    fake.executed.some(({ args }) => args[0] === "leastkey.secretsGrouping" && args[1] === "provider"),
    "menus are told",
  );
  for (const one of [view, model, emitter]) one.dispose();
  assert.deepEqual(fake.undisposed(), []);
});

void test("a view that cannot be read says so in a row and in the log", async () => {
  const view = new RowsView(
    viewIds.vault,
    () => {
      throw new Error("the disk is gone");
    },
    log as never,
  );
  assert.deepEqual(outline(await view.getChildren()), ["the disk is gone ()"]);
  assert.ok(fake.log.includes("error leastkey.vault: the disk is gone"));
  view.dispose();
});

const hook = { kind: "hook", path: ".cursor/hooks.json", strength: "partial", hole: "the terminal" } as const;
const ignore = { kind: "ignore-file", path: ".cursorignore", strength: "advisory", state: "present" } as const;
const cursor: AgentCoverage = {
  id: "cursor",
  title: "Cursor",
  detected: true,
  surfaces: [{ ...hook, state: "present" }, ignore],
  coverage: ["hidden", "hooked"],
  live: "2026-11-24T07:00:00.000Z",
  trust: "approve the hooks in its settings",
};
const absent: AgentCoverage = {
  id: "zed",
  title: "Zed",
  detected: false,
  surfaces: [{ ...ignore, state: "missing" }],
  coverage: [],
};

void test("agents: what holds, each surface with its strength and hole, what to do; those not used here apart", () => {
  assert.deepEqual(outline(agentRows([cursor, absent], "f")), [
    "Cursor (hooked, told to hide)",
    "  Hook (partial, present: .cursor/hooks.json)",
    "    Hole (the terminal)",
    "  Ignore file (advisory, present: .cursorignore)",
    "  Heartbeat (2026-11-24 07:00)",
    "  Boundary tests (never run)",
    "  To do (approve the hooks in its settings)",
    "Not used here (1 agent)",
    "  Zed (nothing holds it back)",
    "    Ignore file (advisory, missing: .cursorignore)",
    "    Boundary tests (never run)",
  ]);
  assert.deepEqual(agentRows([absent], "f"), [], "the welcome stands in its place");
  const { live: _live, ...silent } = cursor;
  const never: AgentCoverage = { ...silent, coverage: [], surfaces: [{ ...hook, state: "written, never ran" }] };
  assert.equal(agentRows([never], "f")[0]?.description, "hook written, never ran");
});

void test("agents: a file that the agent loads by itself is closed by one click, and a slow hook says its time", () => {
  const dotenv = { path: ".env", remedy: "leastkey move .env" };
  const [row] = agentRows([{ ...cursor, dotenv, slowMs: 3200 }], "file:///shop");
  const open = row?.children?.find(({ id }) => id.endsWith(" dotenv"));
  assert.equal(open?.description, ".env is loaded by the agent itself: click to move its credentials");
  assert.equal(open.click?.command, "leastkey.moveAllSecretsInFile");
  assert.deepEqual(open.click.arguments, [{ uri: "file:///shop/.env" }]);
  assert.match(row?.children?.find(({ label }) => label === "Heartbeat")?.tooltip ?? "", /It took 3200 ms/);
});

void test("vault: references by project and environment, those of this workspace can be put back", () => {
  const item = (reference: string) => ({ reference, updated: "2026-11-20T10:00:00.000Z" });
  const first = "leastkey://shop/production/stripe/key";
  const facts = { wrapping: "keychain", hasPolicy: false } as const;
  const rows = vaultRows([item("leastkey://blog/test/acme/key"), item(first)], new Set([first]), facts);
  assert.deepEqual(outline(rows), [
    "blog (1)",
    "  test (1)",
    "    acme/key (T0 · updated 2026-11-20)",
    "shop (1)",
    "  production (1)",
    "    stripe/key (T0 · updated 2026-11-20)",
  ]);
  const row = rows[1]?.children?.[0]?.children?.[0];
  assert.equal(row?.context, "reference moved");
  assert.match(row?.tooltip ?? "", /T0 out of files\n.*hostile program.*\nT1 needs/);
  assert.equal(parseReferenceArgument(row), first);
  assert.equal(parseReferenceArgument(undefined), undefined);
  assert.throws(
    () => parseReferenceArgument({ reference: planted }),
    (error: Error) => /no reference/.test(error.message) && !error.message.includes(planted),
  );
});
