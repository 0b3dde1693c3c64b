// A new user's first five minutes: the package installed, the sample opened, the walkthrough followed to its end, with
// a picture of each step in light, dark and high contrast (test/ui/screenshots/first-*), and the webview judged by axe.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What the system asks for, and the class of the workbench that answers to it. */
const themes = [
  ["light", { colorScheme: "light", forcedColors: "none" }, "vs"],
  ["contrast", { colorScheme: "dark", forcedColors: "active" }, "hc-black"],
  ["contrast-light", { colorScheme: "light", forcedColors: "active" }, "hc-light"],
  ["dark", { colorScheme: "dark", forcedColors: "none" }, "vs-dark"],
];
const settings = { "window.autoDetectColorScheme": true, "window.autoDetectHighContrast": true };

workbenchSuite("first minutes", { settings }, (bench) => {
  const step = (id) => bench().page.locator(`.getting-started-step[data-step-id="leastkey.leastkey#start#${id}"]`);
  const isDone = async (id) => (await step(id).locator(".codicon.complete").count()) > 0;
  const done = (id) => until(() => isDone(id), `the step ${id} to be done`, 120_000);
  /** Back to the walkthrough, at a step: its button is on show then. */
  const begin = async (id) => {
    await bench().palette("Leastkey: Get Started");
    await step(id).waitFor();
    await step(id).click();
    await until(async () => (await step(id).getAttribute("class"))?.includes("expanded"), `the step ${id} to open`);
  };
  const press = (id, label) => step(id).locator(".monaco-button", { hasText: label }).first().click();
  /** As the user would see it in each theme. Motion is off, so the colours are there when the class is. */
  const inEachTheme = async (look) => {
    const { page } = bench();
    for (const [short, media, kind] of themes) {
      await page.emulateMedia({ ...media, reducedMotion: "reduce" });
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await look(short, kind);
    }
  };
  const pictures = (name) =>
    inEachTheme(async (short) => {
      await bench().page.waitForTimeout(300); // a webview takes the colours a frame later, and nothing tells when
      await bench().shot(`first-${name}-${short}`);
    });
  const violations = async (frame) => {
    await frame.locator("body").evaluate((_, source) => {
      (0, eval)(source);
    }, axe);
    const found = await frame.locator("html").evaluate(async (root) => (await window.axe.run(root)).violations);
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  };

  test("the folder opens, and says at once what agents can read", async () => {
    const { status, badge } = bench();
    await until(async () => /\d+ exposed/.test(await status().innerText()), "the number in the status bar");
    await until(async () => (await badge(".env")) === "S3", "the badge on .env");
    await pictures("1-opened");
  });

  test("the walkthrough's first step is done by then", async () => {
    await begin("mark");
    await done("mark");
    await pictures("2-walkthrough");
    for (const id of ["hide", "move", "prove", "watch"]) assert.ok(!(await isDone(id)), `${id} is done already`);
  });

  test("hide: the plan is shown, agreed to, and the step is done", async () => {
    const { page, folder, pick, toast } = bench();
    await begin("hide");
    await press("hide", "Protect Workspace from Agents");
    await page.locator(".quick-input-title", { hasText: "Keep agents from" }).waitFor();
    await pictures("3-plan");
    await pick(/Write \d+ files/);
    await toast(/Leastkey/)
      .first()
      .waitFor();
    assert.ok(existsSync(join(folder, ".cursorignore")));
    await done("hide");
    await pictures("4-hidden");
  });

  test("move: a secret is chosen, a vault made, the code changed, and the step is done", async () => {
    const { page, folder, sample, answer, toast } = bench();
    await begin("move");
    await press("move", "Move Secret to Vault");
    await page.locator(".quick-input-title", { hasText: "which secret" }).waitFor();
    await page.locator(".quick-input-widget .quick-input-box input").fill("payments");
    await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "payments.ts" }).waitFor();
    await pictures("5-which");
    await page.keyboard.press("Enter");
    for (const message of ["Choose a passphrase", "again"]) {
      await page.locator(".quick-input-message", { hasText: message }).waitFor();
      await answer("New Leastkey vault", "correct horse battery");
    }
    await toast(/STRIPE_SECRET_KEY is in the/).waitFor();
    const text = readFileSync(join(folder, sample.paymentKey.file), "utf8");
    assert.ok(!text.includes(sample.paymentKey.value.reveal()));
    await pictures("6-moved");
    await begin("move");
    await done("move");
  });

  test("a reference in .env says that the vault has it", async () => {
    const { page, open } = bench();
    await open(".env");
    const mark = () =>
      page.evaluate(() =>
        [...document.querySelectorAll(".editor-group-container.active .view-line span")].some((span) =>
          getComputedStyle(span, "::after").content.includes("in the vault"),
        ),
      );
    await until(mark, "the mark behind the reference");
    await pictures("7-reference");
  });

  test("prove: the boundary tests run, and the step is done", async () => {
    await begin("prove");
    await press("prove", "Run Boundary Tests");
    await done("prove");
    await pictures("8-proved");
  });

  test("watch: the trail tells of the move, axe finds nothing in it, and the walkthrough is at its end", async (context) => {
    // The walkthrough's picture is a webview too, one without scripts.
    const panel = bench().page.locator('iframe.webview.ready[src*="purpose=webviewView"]').first().contentFrame();
    const inside = panel.frameLocator("iframe#active-frame");
    await begin("watch");
    await press("watch", "Open Agent Activity");
    await inside.locator("body").waitFor();
    await until(async () => /leastkey|vault|move/i.test(await inside.locator("body").innerText()), "the trail");
    await done("watch");
    await pictures("9-watch");
    await inEachTheme(async (short, kind) => {
      const own = { vs: "vscode-light", "vs-dark": "vscode-dark" }[kind] ?? "vscode-high-contrast";
      await inside.locator(`body.${own}`).waitFor();
      // A webview takes the colours a frame after its class, and nothing tells when: what stays is a violation.
      let found = [];
      const isClean = async () => {
        found = await violations(inside);
        return found.length === 0;
      };
      await until(isClean, `axe to find nothing in ${short}`, 10_000).catch(() => assert.deepEqual(found, [], short));
      context.diagnostic(`axe in ${short}: ${found.length} violations`);
    });
    for (const id of ["mark", "hide", "move", "prove", "watch"]) assert.ok(await isDone(id), `${id} is not done`);
    const proving = bench().page.locator(".notification-toast", { hasText: "trying to cross each boundary" });
    await until(async () => (await proving.count()) === 0, "the boundary tests to end", 150_000);
  });
});
