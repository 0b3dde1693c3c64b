import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

const patience = 120_000;
const teamFile = ".leastkey/boundaries.yaml";
/** The second may be read by anybody, so it leaks. */
const team = `version: 1
boundaries:
  - the staging agent cannot delete
  - id: notes-stay-closed
    title: the notes stay closed
    vector: ours
    attempt: { read: '{open}' }
    must_not: the notes are read
`;
const prepare = (folder) => {
  mkdirSync(join(folder, ".leastkey"), { recursive: true });
  writeFileSync(join(folder, teamFile), team);
};

workbenchSuite("boundary tests", { prepare }, (bench) => {
  const text = () => bench().page.locator(".monaco-workbench").innerText();
  const tests = () => bench().page.locator(".test-explorer-tree .monaco-list-row");
  const agents = () => bench().page.locator('.pane:has(.pane-header[aria-label*="Agents"]) .monaco-list-row');
  /** The command's own message, which goes when it is read. */
  const told = async (what) => {
    const { toast, page } = bench();
    await toast(what).first().waitFor({ timeout: patience });
    await page.keyboard.press("Escape");
  };

  test("run: the message says what leaked, and the Test Explorer has agents, vectors and attempts", async () => {
    const { palette, pick, page, shot, toast, toastButton } = bench();
    await palette("Leastkey: Protect Workspace");
    await pick(/Write \d+ files/);
    await toast(/\d+ files written/).waitFor();
    await palette("Leastkey: Run Boundary Tests");
    const said = /\d+ boundaries leaked|1 boundary leaked/;
    await toast(said).first().waitFor({ timeout: patience });
    assert.match(await toast(said).first().innerText(), /\d{2,} held/);
    await toastButton(said, "Show");
    await until(
      async () =>
        /Claude Code/.test(
          await tests()
            .allInnerTexts()
            .then((all) => all.join("\n")),
        ),
      "the suites",
    );
    await shot("boundaries-run");
    await page.keyboard.press("Escape");
  });

  test("the output tells each attempt with its evidence", async () => {
    const { palette, page, shot } = bench();
    await palette("Test: Show Output");
    const output = page
      .locator(".test-output-peek, .part.panel, .test-output-call-stack-container")
      .locator(".xterm-rows");
    await until(
      async () => /(?:held|LEAKED|not exercised): /.test((await output.allInnerTexts()).join("\n")),
      "the evidence",
    );
    await shot("boundaries-output");
  });

  test("run again what failed: only that, and it is told anew", async () => {
    const { palette, shot } = bench();
    const path = join(bench().folder, teamFile);
    writeFileSync(path, team.replace("{open}", "{file}"));
    await palette("Test: Rerun Failed Tests");
    // One for each agent that has a read tool, and nothing of the hundreds besides.
    await until(async () => /(?:^|\s)([4-9])\/\1(?:\s|$)/.test(await text()), "the count of what ran again", patience);
    await shot("boundaries-rerun");
  });

  test("a rule removed by hand: the grid in the Agents view is stale at once, and red at the next run", async () => {
    const { palette, shot, folder, page } = bench();
    await palette("Leastkey: Focus on Agents View");
    await page.setViewportSize({ width: 1400, height: 2400 }); // a row that is not on screen is not there
    const row = agents().filter({ hasText: "Claude Code" }).first();
    await row.waitFor();
    await until(async () => /proved \d{4}-\d\d-\d\d/.test(await row.innerText()), "proved");
    await shot("boundaries-proved");
    await row.click();
    const proof = agents().filter({ hasText: "Boundary tests" }).first();
    await proof.waitFor();
    const settings = join(folder, ".claude/settings.json");
    const whole = readFileSync(settings, "utf8");
    writeFileSync(settings, "{}\n");
    await until(async () => /stale/.test(await proof.innerText()), "the stale proof");
    await shot("boundaries-stale");
    await palette("Leastkey: Run Boundary Tests");
    await told(/boundaries leaked/);
    await palette("Leastkey: Focus on Agents View");
    await until(async () => /leaked/.test(await proof.innerText()), "the red proof", patience);
    await proof.click();
    await page.keyboard.press("ArrowRight");
    await agents()
      .filter({ hasText: /LEAKED/ })
      .first()
      .waitFor();
    await shot("boundaries-red");
    writeFileSync(settings, whole);
  });
});
