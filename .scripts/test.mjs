// npm test: installs, builds and runs every test that this machine can run, and says why the others did not run.
// LEASTKEY_NO_SKIP=1 (our CI) makes a missing part a failure.

import { countsIn, nodeTestCounts } from "./counts.mjs";
import { installPackages } from "./install.mjs";
import { npm, run } from "./run.mjs";

const started = Date.now();
const total = { passed: 0, failed: 0, skipped: 0, reasons: [] };

async function part(title, name, work) {
  console.log(`\n── ${title}`);
  const at = Date.now();
  const { code, output } = await work();
  const counts = name === "unit" ? nodeTestCounts(output) : countsIn(name, output);
  if (!counts || counts.passed + counts.failed + counts.skipped === 0) {
    console.error(`${name}: no test ran, or its closing line is missing`);
    total.failed += 1;
    return;
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.reasons.push(...counts.reasons.map((reason) => `${name}: ${reason}`));
  if (code !== 0 && counts.failed === 0) total.failed += 1;
  console.log(
    `── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${Math.round((Date.now() - at) / 1000)} s`,
  );
}

const node = (...args) => run(process.execPath, args);

await installPackages();
await part("the gate: format, types, lint, layers, unit tests, dead code", "unit", () =>
  npm(["run", "--silent", "check"]),
);
await part("inside a real extension host", "host", () => node(".scripts/host-tests.mjs"));
await part("on the real workbench, in a browser", "ui", () => node(".scripts/ui-tests.mjs"));
await part("real agents, driven by a scripted model", "lab", () => node(".scripts/lab.mjs", "--if-there"));

console.log(`\n── all parts, in ${Math.round((Date.now() - started) / 1000)} s`);
for (const reason of new Set(total.reasons)) {
  console.log(`skipped (${total.reasons.filter((other) => other === reason).length}): ${reason}`);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
