import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { inspect } from "node:util";
import { LeastkeyError } from "../../src/core/errors.ts";
import { planMove } from "../../src/guard/move.ts";
import { carryOutMove } from "../../src/guard/move-carry-out.ts";
import { resolverState } from "../../src/guard/move-resolver.ts";
import { carryOutRestore, planRestore } from "../../src/guard/restore.ts";
import { planWiring, wireResolver } from "../../src/guard/wire-resolver.ts";
import { detectionOf, detectionsIn, moveWorkspace, snapshot } from "./move-workspace.ts";

const paymentKey = `sk_${"live"}_${"4eC39HqLyjWDarjtT1zdp7dcQx8Nv2Lm"}`;
const pieces = ["Tr0ub4dor", "9xQz", "7Lm"];
const password = pieces.join("-");

const shop = {
  "package.json": '{ "name": "shop", "scripts": { "start": "node src/pay.ts" } }\n',
  "src/pay.ts": `import Stripe from "stripe";\n\nexport const stripe = new Stripe("${paymentKey}");\n`,
  "worker/job.py": `import sys\n\nSTRIPE_KEY = "${paymentKey}"\n`,
  ".env": `PORT=3000\nDATABASE_URL=postgres://app:${password}@db.shop.test:5432/shop\n`,
  ".gitignore": "node_modules\n",
};

void test("a value moves out of every place, the vault holds it, and restoring gives every byte back", async (t) => {
  const { root, home, ports, vault, events, read } = moveWorkspace(t, shop);
  const before = snapshot(root);
  const detections = detectionsIn(shop);
  assert.equal(detections.length, 3);
  const plan = await planMove(root, ports, { detections, vault });
  assert.deepEqual(plan.refused, []);
  assert.deepEqual(snapshot(root), before, "planning writes nothing");
  assert.ok(!inspect(plan.secrets, { depth: 9 }).includes(paymentKey));
  assert.ok(!JSON.stringify(plan.receipt).includes(paymentKey) && !JSON.stringify(plan.receipt).includes(password));

  const outcome = await carryOutMove(plan, ports, { vault, home });
  assert.equal(plan.secrets.length, 2);
  const everything =
    Object.values(snapshot(root)).join("\n") + JSON.stringify(events) + JSON.stringify(snapshot(home.root));
  for (const value of [paymentKey, password]) assert.ok(!everything.includes(value), "a value is still readable");
  assert.match(read("src/pay.ts"), /new Stripe\(process\.env\.(\w+) \|\| missingVariable\("\1"\)\);/);
  assert.match(read("worker/job.py"), /^import os\nimport sys\n\nSTRIPE_KEY = os\.environ\["\w+"\]\n$/);
  assert.match(read(".env"), /^PORT=3000\nDATABASE_URL=leastkey:\/\/shop\/\S+\n\w+=leastkey:\/\/shop\/\S+\n$/);
  assert.match(read(".env.example"), /^DATABASE_URL=\n|\nDATABASE_URL=\n/);
  assert.equal(read(".gitignore"), "node_modules\n.env\n");
  for (const { reference, value } of plan.secrets) assert.ok((await vault.get(reference))?.equals(value));
  assert.deepEqual(
    events.map(({ action }) => action),
    ["vault.set", "vault.set", "move"],
  );
  assert.equal(statSync(outcome.receipt).mode & 0o777, 0o600);

  const back = await planRestore(root, ports, { references: "all", vault, home });
  assert.deepEqual(back.leftovers, []);
  await carryOutRestore(back, ports, { vault, home });
  assert.deepEqual(snapshot(root), before);
  assert.ok(!existsSync(outcome.receipt));
});

void test("two moves into one file, put back one by one and in either order", async (t) => {
  const text = `const a = "${paymentKey}";\nconst b = "${password}";\n`;
  const contents = { "a.js": text };
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { root, home, ports, vault } = moveWorkspace(t, contents);
    const before = snapshot(root);
    const detections = [detectionOf("a.js", text, paymentKey, "A_KEY"), detectionOf("a.js", text, password, "B_KEY")];
    const plan = await planMove(root, ports, { detections, vault });
    await carryOutMove(plan, ports, { vault, home });
    for (const index of order) {
      const reference = plan.secrets[index]?.reference ?? "";
      const back = await planRestore(root, ports, { references: [reference], vault, home });
      assert.deepEqual(back.leftovers, []);
      await carryOutRestore(back, ports, { vault, home });
    }
    assert.deepEqual(snapshot(root), before);
  }
});

void test("a file changed since is put back where our text stands, and the rest of it is kept", async (t) => {
  const { root, home, ports, vault, read } = moveWorkspace(t, shop);
  const detections = detectionsIn({ "src/pay.ts": shop["src/pay.ts"] });
  const plan = await planMove(root, ports, { detections, vault });
  await carryOutMove(plan, ports, { vault, home });
  writeFileSync(join(root, "src/pay.ts"), `// mine\n${read("src/pay.ts")}`);
  writeFileSync(join(root, ".env"), `${read(".env")}MORE=1\n`);
  await carryOutRestore(await planRestore(root, ports, { references: "all", vault, home }), ports, { vault, home });
  assert.ok(read("src/pay.ts").startsWith(`// mine\n${shop["src/pay.ts"]}`));
  assert.equal(read(".env"), `${shop[".env"]}MORE=1\n`);
});

void test("what was edited away is told and nothing else is touched", async (t) => {
  const { root, home, ports, vault } = moveWorkspace(t, shop);
  const detections = detectionsIn({ "src/pay.ts": shop["src/pay.ts"] });
  const plan = await planMove(root, ports, { detections, vault });
  await carryOutMove(plan, ports, { vault, home });
  writeFileSync(join(root, "src/pay.ts"), "export {};\n");
  const back = await planRestore(root, ports, { references: "all", vault, home });
  assert.equal(back.leftovers.length, 1);
  await carryOutRestore(back, ports, { vault, home, forget: true });
  assert.equal(readFileSync(join(root, "src/pay.ts"), "utf8"), "export {};\n");
  assert.ok((await vault.get(plan.secrets[0]?.reference ?? "")) !== undefined, "the vault keeps what no file has back");
});

void test("a file that changed between plan and write is refused and the vault has the value too", async (t) => {
  const { root, home, ports, vault, read } = moveWorkspace(t, shop);
  const plan = await planMove(root, ports, { detections: detectionsIn(shop), vault });
  writeFileSync(join(root, "src/pay.ts"), `${shop["src/pay.ts"]}// more\n`);
  const before = snapshot(root);
  await assert.rejects(carryOutMove(plan, ports, { vault, home }), (error) => {
    assert.ok(error instanceof LeastkeyError);
    assert.equal(error.code, "file.changed");
    assert.match(error.message, /the value is safe in the Leastkey vault as well/);
    assert.ok(!`${error.message}${error.hint}`.includes(paymentKey));
    return true;
  });
  assert.deepEqual(snapshot(root), before);
  assert.ok(read("src/pay.ts").includes(paymentKey));
  assert.ok((await vault.get(plan.secrets[0]?.reference ?? ""))?.equals(plan.secrets[0]?.value ?? assert.fail()));
});

void test("names that collide get a number, names that mean the same are taken", async (t) => {
  const text = `a = "${paymentKey}"\n`;
  const other = { "a.rb": text, "b.py": text, ".env": `API_SECRET=${password}\n` };
  const { root, ports, vault } = moveWorkspace(t, other);
  const taken = await planMove(root, ports, {
    detections: [detectionOf("b.py", text, paymentKey, "API_SECRET")],
    vault,
  });
  assert.equal(taken.secrets[0]?.name, "API_SECRET_2");
  const same = await planMove(root, ports, {
    detections: [detectionOf("b.py", text.replace(paymentKey, paymentKey), paymentKey, "OTHER")],
    vault,
  });
  assert.equal(same.secrets[0]?.name, "OTHER");
});

void test("a move that ended between .env and the code goes on with the same name and reference", async (t) => {
  const text = `a = "${paymentKey}"\n`;
  const { root, home, ports, vault, read } = moveWorkspace(t, { "b.py": text, ".env": "OTHER=1\n" });
  const detections = [detectionOf("b.py", text, paymentKey, "PAY_SECRET")];
  const plan = await planMove(root, ports, { detections, vault });
  const changes = plan.changes.filter(({ path }) => !path.endsWith("b.py"));
  const half = { ...plan, changes, receipt: { ...plan.receipt, moved: "2026-11-24T05:00:00.000Z" } };
  await carryOutMove(half, ports, { vault, home });
  assert.equal(read("b.py"), text);
  const again = await planMove(root, ports, { detections, vault });
  assert.deepEqual(
    again.secrets.map(({ name, reference }) => ({ name, reference })),
    plan.secrets.map(({ name, reference }) => ({ name, reference })),
  );
  await carryOutMove(again, ports, { vault, home });
  assert.equal(read(".env"), `OTHER=1\nPAY_SECRET=${plan.secrets[0]?.reference ?? ""}\n`);
  await carryOutRestore(await planRestore(root, ports, { references: "all", vault, home }), ports, { vault, home });
  assert.equal(read("b.py"), text);
  assert.equal(read(".env"), "OTHER=1\n");
});

void test("starts of the program are wired: each file once, and again changes nothing", (t) => {
  const scripts = { start: "node a.js", dev: "vite --port 1", build: "tsc" };
  const contents = {
    "package.json": `${JSON.stringify({ scripts }, undefined, 2)}\n`,
    "api/Procfile": "web: node api.js\n",
    Makefile: "run:\n\tnode a.js\n",
  };
  const { root, home, ports, read } = moveWorkspace(t, contents);
  const place = { path: "api/pay.js", start: 0, end: 1, line: 1, column: 1, endLine: 1, endColumn: 2 };
  const secrets = [{ places: [{ place, kind: "environment-read", verifiedBy: "" }] }] as const;
  const changes = planWiring(root, ports, secrets);
  assert.equal(wireResolver(root, ports, { home, changes }).length, 2);
  const wired = { ...scripts, start: "leastkey run -- node a.js", dev: "leastkey run -- vite --port 1" };
  assert.deepEqual(JSON.parse(read("package.json")), { scripts: wired });
  assert.equal(read("api/Procfile"), "web: leastkey run -- node api.js\n");
  assert.deepEqual(planWiring(root, ports, secrets), []);
  const { wired: by, suggestions } = resolverState(ports.files, root, secrets);
  assert.equal(by, "package.json");
  assert.deepEqual(suggestions, [
    { title: "make", detail: "leastkey run -- make" },
    { title: "any command", detail: "leastkey run -- COMMAND" },
  ]);
});

void test("the same name and reference for two values: the second gets another reference", async (t) => {
  const text = `a = "${paymentKey}"\nb = "${password}"\n`;
  const { root, ports, vault } = moveWorkspace(t, { "b.py": text });
  const detections = [
    detectionOf("b.py", text, paymentKey, "APP_SECRET"),
    detectionOf("b.py", text, password, "APP_SECRET"),
  ];
  const plan = await planMove(root, ports, { detections, vault });
  assert.deepEqual(
    plan.secrets.map(({ name }) => name),
    ["APP_SECRET", "APP_SECRET_2"],
  );
  assert.equal(new Set(plan.secrets.map(({ reference }) => reference)).size, 2);
});

void test("a reference that the vault gave to another value is not taken", async (t) => {
  const text = `a = "${paymentKey}"\n`;
  const { root, home, ports, vault } = moveWorkspace(t, { "b.py": text });
  const detections = [detectionOf("b.py", text, paymentKey, "APP_SECRET")];
  const first = await planMove(root, ports, { detections, vault });
  await vault.set(first.secrets[0]?.reference ?? "", detectionOf("x", password, password).value);
  const second = await planMove(root, ports, { detections, vault });
  assert.notEqual(second.secrets[0]?.reference, first.secrets[0]?.reference);
  await carryOutMove(second, ports, { vault, home });
});

void test("other places of the value are offered, refused ones say why, and a plan of refusals cannot be carried out", async (t) => {
  const contents = { ...shop, "config/production.yaml": `stripe:\n  secret_key: ${paymentKey}\n` };
  const { root, home, ports, vault } = moveWorkspace(t, contents);
  const workspace = detectionsIn(contents);
  const one = workspace.filter(({ place }) => place.path === "src/pay.ts");
  const plan = await planMove(root, ports, { detections: one, workspace, vault });
  assert.deepEqual(plan.secrets[0]?.copies.map(({ path }) => path).toSorted(), [
    "config/production.yaml",
    "worker/job.py",
  ]);
  const refused = workspace.filter(({ place }) => place.path === "config/production.yaml");
  const none = await planMove(root, ports, { detections: refused, vault });
  assert.equal(none.secrets.length, 0);
  await assert.rejects(carryOutMove(none, ports, { vault, home }), { code: "move.refused" });
});

const values: readonly (readonly [string, string])[] = [
  ["quotes", `it's "quoted" \`and\` \${more}`],
  ["emoji", "🔑 schlüssel 鍵 🔒"],
  ["backslashes", "a\\b\\\\c"],
  ["1 MB", "x7".repeat(500_000)],
];
for (const [what, value] of values) {
  void test(`a value with ${what} in .env moves and comes back`, async (t) => {
    const text = `KEY=${value}\nB=1\n`;
    const { root, home, ports, vault } = moveWorkspace(t, { ".env": text });
    const before = snapshot(root);
    const plan = await planMove(root, ports, { detections: [detectionOf(".env", text, value, "KEY")], vault });
    await carryOutMove(plan, ports, { vault, home });
    assert.ok(!Object.values(snapshot(root)).join("").includes(value));
    await carryOutRestore(await planRestore(root, ports, { references: "all", vault, home }), ports, { vault, home });
    assert.deepEqual(snapshot(root), before);
  });
}

void test("100 secrets in 40 files move in one plan", async (t) => {
  const contents: Record<string, string> = {};
  for (let file = 0; file < 40; file++) {
    const lines = Array.from({ length: file < 20 ? 3 : 2 }, (_, at) => `const k${at} = "${password}-${file}-${at}";\n`);
    contents[`src/m${file}.js`] = lines.join("");
  }
  const detections = Object.entries(contents).flatMap(([path, text]) =>
    [...text.matchAll(/"([^"]+)"/g)].map((match, at) =>
      detectionOf(path, text, match[1] ?? "", `KEY_${at}_${path.replaceAll(/\W/g, "_")}`),
    ),
  );
  assert.equal(detections.length, 100);
  const { root, home, ports, vault } = moveWorkspace(t, contents);
  const before = snapshot(root);
  const plan = await planMove(root, ports, { detections, vault });
  assert.equal(plan.secrets.length, 100);
  await carryOutMove(plan, ports, { vault, home });
  assert.equal((await vault.list()).length, 100);
  await carryOutRestore(await planRestore(root, ports, { references: "all", vault, home }), ports, { vault, home });
  assert.deepEqual(snapshot(root), before);
});
