// The panel's own behaviour, on the built panel alone in a page: keyboard, filters, grouping, timeline, detail, state.
// What needs the editor (a record that appears, files that open, a hostile command) is in the other suites.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { newRun, openBrowser } from "../host/host.mjs";
import { openPanelPage, panelRow } from "./panel-page.mjs";

const fingerprint = "0123456789abcdef";
const now = Date.now();
const hostile = `echo "<img src=x onerror=globalThis.hacked=1>" '</div><script>globalThis.hacked=1</script>' \\x1b[2J`;
const rows = [
  panelRow({
    sequence: 5,
    tool: "terminal",
    action: "terminal.command",
    agent: "",
    attribution: "unknown",
    session: "",
    command: hostile,
    outcome: "done",
    rule: "",
  }),
  panelRow({
    sequence: 4,
    time: now - 60_000,
    command: "curl api",
    paths: [],
    credentials: [fingerprint],
    rule: "tripwire",
  }),
  panelRow({
    sequence: 3,
    time: now - 120_000,
    agent: "Cursor",
    session: "s2",
    outcome: "allowed",
    command: "ls",
    paths: [],
    rule: "",
  }),
  panelRow({
    sequence: 2,
    time: now - 180_000,
    outcome: "asked",
    command: "terraform destroy",
    paths: [],
    rule: "destructive",
  }),
  panelRow({ sequence: 1, time: now - 240_000, paths: ["src/pay.ts"], command: "cat src/pay.ts" }),
];
const names = [
  {
    id: fingerprint,
    label: "STRIPE_KEY, Stripe secret key (production)",
    environment: "production",
    files: ["/w/shop/src/pay.ts"],
  },
];

suite("the panel", () => {
  let run;
  let browser;
  let page;
  let panel;
  before(async () => {
    run = newRun();
    ({ browser, page } = await openBrowser(run));
    page.setDefaultTimeout(15_000);
    panel = await openPanelPage(page);
    await panel.tell({ kind: "reset", rows: rows.slice(0, 3), total: 5 });
    await panel.tell({ kind: "older", rows: rows.slice(3), isLast: true });
    await panel.tell({ kind: "names", names });
    await page.locator(".row[data-index]").nth(4).waitFor();
  });
  after(async () => {
    await browser?.close();
    run?.remove();
  });
  const shown = () =>
    page
      .locator(".row[data-index]:not(.group)")
      .evaluateAll((all) => all.map((row) => Number(row.id.slice(4))).sort((a, b) => b - a));
  const choose = (label, value) => page.locator(`[aria-label="Filter by ${label}"]`).selectOption(value);
  const clear = () => page.getByRole("button", { name: "Clear filters" }).click();

  test("HTML and escape sequences of a command are text", async () => {
    const row = page.locator("#row-5");
    assert.ok((await row.innerText()).includes("<img src=x"), "the command is not shown as it is");
    await row.click();
    assert.ok((await page.locator(".detail-body").innerText()).includes("</script>"));
    assert.equal(await page.locator("img, .table script, aside script").count(), 0);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  });

  test("the keyboard alone goes to a record, into its detail and back", async () => {
    await page.locator("input[type=search]").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    const active = await page.locator("[role=grid]").getAttribute("aria-activedescendant");
    assert.equal(active, "row-4");
    const detail = await page.locator(".detail-body").innerText();
    for (const part of ["STRIPE_KEY", "Claude Code: its own hook reported the call", "tripwire", "curl api"]) {
      assert.ok(detail.includes(part), part);
    }
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Close");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
    assert.equal(await page.locator(".detail-body").count(), 0);
  });

  test("read here, used there: the detail leads from the call to the file's record and explains the rule", async () => {
    await page.locator("#row-4").click();
    const related = page.locator(".related li").first();
    assert.match(await related.innerText(), /touched the file that holds it: src\/pay\.ts/);
    await page.getByRole("button", { name: "Explain" }).click();
    assert.match(await page.locator(".explain").innerText(), /knows by its fingerprint/);
    await related.getByRole("button").click();
    assert.match(await page.locator("#detail-heading").innerText(), /^Record 1/);
    await page.locator(".detail-body .link", { hasText: "src/pay.ts" }).first().click();
    assert.deepEqual((await panel.sent()).at(-1), { kind: "open", sequence: 1, path: 0 });
    const place = { sequence: 1, hash: "ab".repeat(32), previous: "", signedUpTo: 3, anchoredUpTo: 0, anchoredAt: 0 };
    assert.ok((await panel.sent()).some(({ kind, sequence }) => kind === "chain" && sequence === 1));
    await panel.tell({ kind: "chain", place });
    await page.getByText("1, covered by a signed checkpoint").waitFor();
  });

  test("a refused call is offered to be allowed from now on, one that ran to be denied, one that no hook saw neither", async () => {
    const offered = page.locator(".detail-body vscode-button", { hasText: "from now on" });
    for (const [row, title, verdict] of [
      [2, "Allow from now on...", "allow"],
      [3, "Deny from now on...", "deny"],
    ]) {
      await page.locator(`#row-${row}`).click();
      assert.equal(await offered.innerText(), title);
      await offered.click();
      assert.deepEqual((await panel.sent()).at(-1), { kind: "rule", sequence: row, verdict });
    }
    await page.locator("#row-5").click();
    assert.equal(await offered.count(), 0);
  });

  test("each filter narrows, they add up, and one button takes them back", async () => {
    await choose("verdict", "denied");
    assert.deepEqual(await shown(), [4, 1]);
    await choose("credential", fingerprint);
    assert.deepEqual(await shown(), [4]);
    assert.match(await page.locator(".count").innerText(), /^1 of 5 entries$/);
    await clear();
    await choose("agent", "Cursor");
    assert.deepEqual(await shown(), [3]);
    await clear();
    await choose("environment", "production");
    assert.deepEqual(await shown(), [4]);
    await clear();
    await page.locator("input[type=search]").fill("terraform");
    assert.deepEqual(await shown(), [2]);
    await page.locator("input[type=search]").fill("nothing like it");
    await page.getByText("No entry matches the filter.").waitFor();
    await clear();
    assert.equal((await shown()).length, 5);
  });

  test("a span is chosen on the timeline by the keyboard and by dragging", async () => {
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /1 entry, 1 denied$/);
    await page.keyboard.press("Shift+ArrowRight");
    assert.deepEqual(await shown(), [2, 1]);
    await page.keyboard.press("Escape");
    assert.equal((await shown()).length, 5);
    const box = await page.locator(".timeline svg").boundingBox();
    await page.mouse.move(box.x + 2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 4, box.y + 20);
    await page.mouse.up();
    assert.deepEqual(await shown(), [1]);
    await clear();
  });

  test("grouped by session, folded by the keyboard, and so again when the panel comes back", async () => {
    await page.locator("vscode-checkbox").click();
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.match(
      await page.locator(".row.group[aria-selected=true]").innerText(),
      /Claude Code, session s1 · 3 entries, 2 denied/,
    );
    await page.keyboard.press("ArrowLeft");
    assert.deepEqual(await shown(), [5, 3]);
    const state = await panel.state();
    const again = await openPanelPage(await page.context().newPage(), { state });
    assert.deepEqual(again.errors, []);
    await again.tell({ kind: "reset", rows, total: 5 });
    assert.deepEqual((await again.state()).folded, state.folded);
    await page.keyboard.press("ArrowRight");
    assert.equal((await shown()).length, 5);
    await page.locator("vscode-checkbox").click();
  });

  test("what is appended is told to a screen reader, and nothing broke the content security policy", async () => {
    await panel.tell({ kind: "append", rows: [panelRow({ sequence: 6, command: "cat .env" })] });
    await page.locator("#row-6").waitFor();
    assert.match(
      await page.locator("[aria-live=polite].visually-hidden").innerText(),
      /^Claude Code: denied, Bash: cat \.env/,
    );
    assert.deepEqual(panel.errors, []);
  });

  test("a command of a megabyte is one row and one detail, both answering", async () => {
    const command = `curl ${"<b>x</b>\x1b[31m".repeat(75_000)}`;
    await panel.tell({ kind: "append", rows: [panelRow({ sequence: 7, command })] });
    const row = page.locator("#row-7");
    await row.click();
    assert.match(await page.locator("#detail-heading").innerText(), /^Record 7/);
    assert.equal(await page.locator(".table b, aside b").count(), 0, "HTML of a command was read as such");
    const box = await row.boundingBox();
    assert.ok(box !== null && box.height < 40, "the row grew with its command");
    assert.deepEqual(panel.errors, []);
  });

  test("in German everything that the panel says itself is German", async () => {
    const german = await browser.newPage();
    const told = await openPanelPage(german, { language: "de" });
    await told.tell({ kind: "reset", rows, total: rows.length });
    await told.tell({ kind: "coverage", lines: ["Kein Hook ist da."], isProtected: true });
    await german.locator("#row-4").click();
    await german.getByRole("button", { name: "Erklären" }).click();
    const text = await german.locator("body").innerText();
    assert.match(text, /5 Einträge/);
    assert.match(text, /verweigert/);
    const english = [
      /\bentries\b/,
      /\bdenied\b/,
      /Filter by/,
      /Explain\b/,
      /Record\b/,
      /Credential\b/,
      /Any /,
      /Related/,
    ];
    for (const words of english) assert.doesNotMatch(text, words);
    assert.deepEqual(told.errors, []);
    await german.close();
  });
});
