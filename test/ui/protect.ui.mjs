import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

workbenchSuite("protect", {}, (bench) => {
  test("the status bar's click shows the plan, and a file of it as a diff", async () => {
    const { page, status, shot } = bench();
    await until(async () => /exposed/.test(await status().innerText()), "the warning");
    await status().locator("a").first().click();
    const title = page.locator(".quick-input-title", { hasText: "Keep agents from" });
    await title.waitFor();
    await shot("protect-plan");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: ".cursorignore" }).first().click();
    await page.locator(".tab.active", { hasText: ".cursorignore" }).waitFor();
    await title.waitFor();
    await shot("protect-diff");
    assert.equal(existsSync(join(bench().folder, ".cursorignore")), false);
  });

  test("agreeing writes the rules, and everything on screen says so", async () => {
    const { page, folder, pick, status, toast, shot } = bench();
    await pick(/Write \d+ files/);
    await toast(/\d+ files written/).waitFor();
    await shot("protected");
    await until(async () => !/exposed/.test(await status().innerText()), "the end of the warning");
    assert.match(readFileSync(join(folder, ".cursorignore"), "utf8"), /volume-resize\.sh/);
    await page.mouse.move(700, 300);
    await shot("protected-status");
  });

  test("a file that is hidden from agents says so in the Explorer", async () => {
    const { page, explorerRow, shot } = bench();
    // The status bar item has the focus since it was clicked, and shows its tooltip as long.
    await page.locator(".explorer-folders-view .monaco-list").first().focus();
    await page.locator(".monaco-hover", { hasText: "Leastkey" }).first().waitFor({ state: "hidden" });
    const told = page.locator(".monaco-hover", { hasText: /GitHub.*hidden from agents/ }).first();
    await until(async () => {
      await page.mouse.move(700, 300); // rows move under the mouse while the new files appear
      await explorerRow(".env").hover();
      return await told.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    }, "the tooltip of .env");
    await shot("explorer-hidden");
  });

  test("an agent that switches the hooks off is told of at once, and Repair puts it right", async () => {
    const { folder, toast, toastButton, shot } = bench();
    const local = join(folder, ".claude", "settings.local.json");
    writeFileSync(local, '{\n  "model": "opus",\n  "disableAllHooks": true\n}\n');
    const warning = /"disableAllHooks" switches off every hook of Claude Code/;
    await toast(warning).waitFor();
    await shot("rules-switched-off");
    await toastButton(warning, "Repair");
    await toast(/1 file repaired/).waitFor();
    await shot("rules-repaired");
    assert.equal(readFileSync(local, "utf8"), '{\n  "model": "opus"\n}\n');
  });

  test("restoring takes the rules out again", async () => {
    const { folder, palette, pick, toast, status, shot } = bench();
    await palette("Leastkey: Restore Workspace Rules");
    await pick(/Restore \d+ files/);
    await toast(/restored as they were/).waitFor();
    await until(async () => /exposed/.test(await status().innerText()), "the warning");
    await shot("restored");
    assert.equal(existsSync(join(folder, ".cursorignore")), false);
  });
});
