import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/** What .scripts/host-tests.mjs reads when the editor has closed. */
export interface HostResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const me = "run.host.js";

function files(): string[] {
  const words = (process.env.LEASTKEY_TEST_WORDS ?? "").split(" ").filter((word) => word !== "");
  return readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".host.js") && path !== me)
    .filter((path) => words.includes(path.replaceAll("\\", "/")))
    .sort();
}

/** The report goes to a file: what an extension host prints reaches the outside mixed with the workbench's own talk. */
function report(line = "", ...rest: unknown[]): void {
  const path = process.env.LEASTKEY_TEST_REPORT;
  const text = `${format(line, ...rest)}\n`;
  if (path === undefined) process.stdout.write(text);
  else appendFileSync(path, text);
}

/** Called by VS Code inside its extension host (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: 90_000, slow: 2_000, reporter: "spec" });
  Mocha.reporters.Base.consoleLog = report;
  for (const file of files()) mocha.addFile(join(__dirname, file));
  const stats = await new Promise<HostResult>((done) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      done({ passed: passes, failed: failures, skipped: pending });
    });
  });
  const path = process.env.LEASTKEY_TEST_RESULT;
  if (path !== undefined) writeFileSync(path, JSON.stringify(stats));
  if (stats.failed > 0) throw new Error(`${stats.failed} tests failed`);
}
