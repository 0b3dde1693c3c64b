import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { until, workbenchSuite } from "./workbench.mjs";

const programs = fileURLToPath(new URL("../../dist", import.meta.url));
const load = createRequire(import.meta.url);
const { incidentAttempts } = load(join(programs, "story.js"));
const { volumeDeleteCommand } = load(join(programs, "sample.js"));

workbenchSuite("the incident", {}, (bench) => {
  test("replayed by five agents, it reads as a story in the panel, while it happens", async () => {
    const { page, run, sample, palette, status, toast, webview, shot } = bench();
    const env = { ...process.env, LEASTKEY_HOME: run.leastkeyHome };
    const guarded = spawnSync(process.execPath, [join(programs, "cli.js"), "protect", "--yes"], {
      cwd: sample.root,
      env,
    });
    assert.equal(guarded.status, 0, String(guarded.stderr));
    const token = sample.paasToken.value;
    const attempts = incidentAttempts({
      root: sample.root,
      script: join(sample.root, sample.paasToken.file),
      command: volumeDeleteCommand("https://platform.example", token).reveal(),
    });
    const attempt = ({ agent, payload }) => {
      const input = JSON.stringify(payload);
      spawnSync(join(run.leastkeyHome, "bin", "leastkey"), ["hook", agent], { cwd: sample.root, env, input });
    };
    await palette("Leastkey: Check Protection"); // the window looks at the hooks, and from then on for refusals
    await status().filter({ hasText: "guarded" }).waitFor();
    for (const one of attempts.slice(0, 2)) attempt(one);
    const counted = page.locator('.statusbar-item[id="leastkey.leastkey.refusals"]');
    await until(async () => /2/.test(await counted.innerText()), "two refusals in the status bar");
    await shot("refusals");
    await toast(/refused a call of/)
      .locator(".monaco-button", { hasText: "Open Agent Activity" })
      .click();
    await webview().locator(".toolbar").waitFor();
    await counted.waitFor({ state: "hidden" });
    for (const one of attempts.slice(2)) attempt(one);
    const denied = webview().locator(".row[data-index]", { hasText: "denied" });
    await until(async () => (await denied.count()) >= 10, "ten refusals in the panel");
    const text = await webview().locator("body").innerText();
    for (const agent of ["Claude Code", "Copilot", "Cursor", "Codex", "Gemini CLI"])
      assert.ok(text.includes(agent), agent);
    assert.ok(!text.includes(token.reveal()), "the panel holds the token");
    await denied.first().click();
    await webview().locator(".detail-body", { hasText: "its own hook reported the call" }).waitFor();
    // The story: the file was read here, the token in it was used there. The last attempt carries the token.
    const carried = webview().locator(".row[data-index]", { hasText: "tripwire" }).first();
    await carried.click();
    const detail = webview().locator(".detail-body");
    await webview().locator(".related", { hasText: "touched the file that holds it" }).waitFor();
    assert.doesNotMatch(await detail.innerText(), /unnamed credential/);
    await webview().locator(".detail-body", { hasText: "covered by a signed checkpoint" }).waitFor();
    await webview().getByRole("button", { name: "Explain" }).click();
    await shot("incident");
  });

  // LEASTKEY_PICTURES=1: for the README, and to be looked at; which colours a theme has is nothing to assert.
  if (process.env.LEASTKEY_PICTURES !== undefined) {
    test("pictures of the story in each kind of theme", async () => {
      const { page, folder, palette, webview, shot } = bench();
      await palette("View: Toggle Maximized Panel");
      await webview().locator(".row[data-index]").first().waitFor();
      await shot("story");
      const file = join(folder, ".vscode", "settings.json"); // a web workbench keeps the user's own in the browser
      const settings = readFileSync(file, "utf8");
      for (const theme of ["Dark Modern", "Light Modern", "Default High Contrast", "Default High Contrast Light"]) {
        const themed = settings.replace("{", `{ "workbench.colorTheme": ${JSON.stringify(theme)},`);
        writeFileSync(file, themed); // beside what protects the workspace
        await webview().locator(".row[data-index]").first().waitFor();
        await page.waitForTimeout(1500);
        await shot(`story-${theme.replaceAll(" ", "-").toLowerCase()}`);
      }
    });
  }
});
