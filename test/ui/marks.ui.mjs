import assert from "node:assert/strict";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

/** Nothing that a person sees may hold a value, but for the text of the file that they have opened. */
async function textOutsideOfEditors(page) {
  return await page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    for (const own of copy.querySelectorAll(
      ".editor-instance :is(.view-lines, .native-edit-context, textarea), .monaco-aria-container",
    ))
      own.remove();
    return `${copy.textContent} ${[...copy.querySelectorAll("[aria-label], [title]")].map((e) => `${e.getAttribute("aria-label")} ${e.getAttribute("title")}`)}`;
  });
}

workbenchSuite("marks", {}, (bench) => {
  test("files that hold secrets carry a badge in the Explorer, others none", async () => {
    const { page, badge, explorerRow, shot } = bench();
    await explorerRow(".env").waitFor();
    await until(async () => (await badge(".env")) === "S3", "the badge on .env");
    assert.match(await badge(".env.staging"), /S2/);
    assert.equal(await badge("package.json"), "");
    assert.equal(await badge(".env.example"), "");
    await explorerRow(".env").hover();
    await page.locator(".monaco-hover", { hasText: "agents can read it" }).first().waitFor();
    await shot("explorer");
  });

  test("the status bar warns with the number, and its tooltip offers the way on", async () => {
    const { page, sample, status, shot } = bench();
    const count = sample.planted.filter(({ tier }) => tier !== "weak").length;
    await until(async () => /\d+ exposed/.test(await status().innerText()), "the warning");
    const shown = Number(/(\d+) exposed/.exec(await status().innerText())?.[1]);
    assert.ok(shown >= count, `${shown} are counted, ${count} were planted`);
    assert.match(await status().getAttribute("class"), /warning/);
    await status().hover();
    const hover = page.locator(".monaco-hover", { hasText: "Leastkey" }).first();
    await hover.waitFor();
    await shot("status-tooltip");
    assert.match(await hover.innerText(), /credentials in \d+ files/);
    await page.mouse.move(700, 300);
  });

  test("an open file shows the finding: underline, hover card, problem", async () => {
    const { page, sample, open, goTo, hover, problems, shot } = bench();
    const { file, line } = sample.paymentKey;
    await open(file);
    await page.locator(".monaco-editor .squiggly-info").first().waitFor();
    await goTo(line, 27);
    const card = await hover();
    await until(async () => /Move to vault/.test(await card.innerText()), "the whole card");
    await shot("hover");
    assert.match(await card.innerText(), /Stripe secret key \(production\)/);
    await page.keyboard.press("Escape");
    const rows = await problems();
    await until(async () => (await rows.filter({ hasText: /GitHub .* in plain text/ }).count()) > 0, "the problem");
    await shot("problems");
  });

  test("the lightbulb offers the three ways", async () => {
    const { page, sample, open, goTo, quickFixes, shot } = bench();
    const { file, line } = sample.paymentKey;
    await open(file);
    await goTo(line, 27);
    const fixes = await (await quickFixes()).allInnerTexts();
    await shot("lightbulb");
    await page.keyboard.press("Escape");
    for (const title of ["Move Secret to Vault", "Explain This Finding", "Ignore This Finding"]) {
      assert.ok(
        fixes.some((fix) => fix.includes(title)),
        `${title} is missing in ${fixes.join(" | ")}`,
      );
    }
  });

  test("no value is shown outside of the file's own text", async () => {
    const { page, sample } = bench();
    const text = await textOutsideOfEditors(page);
    for (const { file, value } of sample.planted) {
      const at = text.indexOf(value.reveal());
      assert.ok(at < 0, `a value of ${file} is on screen after "${text.slice(Math.max(0, at - 80), at)}"`);
    }
  });

  test("masking covers the values on screen and nothing else, revealing shows them", async () => {
    const { page, sample, open, palette, goTo, shot } = bench();
    await open(".env");
    await goTo(1);
    const seen = async () =>
      await page.locator(".editor-group-container.active .editor-instance .view-lines").first().innerText();
    const { value } = sample.planted.find(({ file, name }) => file === ".env" && name === "GITHUB_TOKEN");
    await until(async () => (await seen()).includes(value.reveal()), "the value in its file");
    await palette("Leastkey: Mask Secrets");
    const covered = page.locator(".editor-group-container.active .editor-instance .view-lines").first();
    await until(
      async () =>
        await covered.evaluate((lines, hidden) => {
          const spans = [...lines.querySelectorAll("span")].filter((s) => s.childElementCount === 0);
          const holding = spans.filter((s) => s.textContent.length > 8 && hidden.includes(s.textContent));
          return holding.length > 0 && holding.every((s) => getComputedStyle(s).opacity === "0");
        }, value.reveal()),
      "the cover",
    );
    await shot("masked");
    await palette("Leastkey: Reveal Secrets");
    await until(
      async () =>
        await covered.evaluate((lines, hidden) => {
          const spans = [...lines.querySelectorAll("span")].filter((s) => s.childElementCount === 0);
          const holding = spans.filter((s) => s.textContent.length > 8 && hidden.includes(s.textContent));
          return holding.length > 0 && holding.every((s) => getComputedStyle(s).opacity === "1");
        }, value.reveal()),
      "the value",
    );
  });
});
