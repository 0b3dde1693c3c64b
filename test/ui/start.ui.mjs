import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

workbenchSuite("start", {}, (bench) => {
  test("the palette offers the commands that fit an open folder and no open file", async () => {
    const { page, status } = bench();
    await status().waitFor();
    const input = page.locator(".quick-input-widget .quick-input-box input");
    const offered = async (title) => {
      await page.keyboard.press("F1");
      await input.waitFor();
      await input.fill(`>Leastkey: ${title}`);
      // The list answers to what is typed after a moment; until then it shows what was there before.
      await page.waitForTimeout(700);
      const titles = await page.locator(".quick-input-list .monaco-list-row .label-name").allInnerTexts();
      if (title === "") await bench().shot("palette");
      await page.keyboard.press("Escape");
      await input.waitFor({ state: "hidden" });
      return titles.includes(`Leastkey: ${title}`);
    };
    await offered("");
    for (const title of [
      "Scan Workspace",
      "Protect Workspace from Agents",
      "Move Secret to Vault",
      "Unlock Vault",
      "Show Log",
    ]) {
      await until(() => offered(title), `${title} in the palette`);
    }
    for (const title of ["Lock Vault", "Reveal Secrets"]) {
      assert.ok(!(await offered(title)), `${title} is offered though it cannot be used now`);
    }
  });

  test("activation, as the editor measures it: the first, and one that finds the compiled program kept", async (context) => {
    const { page, palette, run, shot, status } = bench();
    const row = page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "leastkey" }).first();
    const cell = row.locator(".activation-time");
    const time = async () => {
      await palette("Developer: Show Running Extensions");
      const found = async () => /(\d+) ?ms/.exec(await cell.innerText().catch(() => ""))?.[1];
      const milliseconds = Number(await until(found, "the activation time"));
      await shot("activation");
      await page.keyboard.press("Escape"); // it opens over the workbench
      await row.waitFor({ state: "hidden" });
      return milliseconds;
    };
    const first = await time();
    const caches = join(run.leastkeyHome, "cache");
    const isKept = () => existsSync(caches) && readdirSync(caches).some((name) => name.startsWith("start-extension-"));
    await until(isKept, "the compiled program");
    await page.reload();
    await status().waitFor();
    const later = await time();
    const told = `activation of the packaged extension: ${first} ms, then ${later} ms (target: under 30 ms)`;
    context.diagnostic(told);
    console.log(told);
    assert.ok(first < 1000 && later < 1000);
  });

  test("Scan Workspace says what it found", async () => {
    const { palette, toast, shot } = bench();
    await palette("Leastkey: Scan Workspace");
    const found = toast(/Leastkey: \d+ credentials in \d+ files, \d+ files looked at/);
    await found.waitFor();
    await shot("scanned");
    assert.equal(await found.locator(".monaco-button", { hasText: "Protect Workspace" }).count(), 1);
  });

  test("Show Log opens the log", async () => {
    const { page, palette, shot } = bench();
    await palette("Leastkey: Show Log");
    await page.locator(".part.panel .output-view").waitFor();
    await shot("log");
    assert.equal((await page.locator(".part.panel select, .part.panel .monaco-select-box").count()) > 0, true);
  });
});
