import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

workbenchSuite("move", {}, (bench) => {
  const source = () => readFileSync(join(bench().folder, bench().sample.paymentKey.file), "utf8");
  let before = "";

  test("the quick fix asks for a new vault's passphrase, then moves the key", async () => {
    const { page, sample, open, goTo, quickFixes, answer, toast, shot } = bench();
    const { file, line, value } = sample.paymentKey;
    before = source();
    await open(file);
    await page.locator(".monaco-editor .squiggly-info").first().waitFor();
    await goTo(line, 27);
    await (await quickFixes()).filter({ hasText: "Move Secret to Vault" }).first().click();
    await page.locator(".quick-input-message", { hasText: "Choose a passphrase" }).waitFor();
    await shot("passphrase");
    await answer("New Leastkey vault", "correct horse battery");
    await page.locator(".quick-input-message", { hasText: "again" }).waitFor();
    await answer("New Leastkey vault", "correct horse battery");
    await toast(/STRIPE_SECRET_KEY is in the/).waitFor({ timeout: 30_000 });
    await page.locator(".codelens-decoration", { hasText: "agents can read" }).waitFor({ state: "detached" });
    await page.locator(".monaco-editor .squiggly-info").first().waitFor({ state: "detached" });
    await until(async () => (await bench().badge("payments.ts")) === "", "the end of its badge");
    await shot("moved");
    assert.match(source(), /process\.env\.STRIPE_SECRET_KEY/);
    assert.ok(!source().includes(value.reveal()));
  });

  test("the message leads to what is left to do", async () => {
    const { page, toastButton, shot } = bench();
    await toastButton(/STRIPE_SECRET_KEY is in the/, "See What Is Left");
    await page.locator(".quick-input-title", { hasText: "What is left to do" }).waitFor();
    await shot("left-to-do");
    await page.keyboard.press("Escape");
  });

  test("one undo brings the text back", async () => {
    const { page, open, sample, dialogButton, shot } = bench();
    await open(sample.paymentKey.file);
    await page.locator(".editor-group-container.active .view-lines").first().click();
    await page.keyboard.press("Control+Z");
    const asked = page.locator(".monaco-dialog-box");
    await until(
      async () => (await asked.isVisible()) || (await bench().lines()).some((text) => text.includes('Key = "')),
      "the undo",
    );
    await shot("undo");
    if (await asked.isVisible()) await dialogButton(/Undo in \d+ Files/);
    await until(async () => (await bench().lines()).some((text) => text.includes('Key = "')), "the old text");
    await page.keyboard.press("Control+S");
    await until(() => source() === before, "the old file");
    const env = join(bench().folder, ".env");
    await until(() => !readFileSync(env, "utf8").includes("STRIPE_SECRET_KEY"), "the old .env");
    await shot("undone");
  });
});
