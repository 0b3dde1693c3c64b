// Stands in for VS Code's own program under @vscode/test-electron: takes the same command line, runs the extension's tests
// in the extension host of the VS Code server with a headless Chromium as its window, and exits with their code.
//   LEASTKEY_RUN_FOLDER   the run's folder, made by the caller, so that it can clean up after a kill
//   LEASTKEY_TEST_LIMIT   milliseconds until the run is given up
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { format, parseArgs } from "node:util";
import { adoptRun, newRun, openBrowser, startServer, workbenchUrl } from "./host.mjs";

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
});
const limit = Number(process.env.LEASTKEY_TEST_LIMIT ?? 240_000);
const given = process.env.LEASTKEY_RUN_FOLDER;
const run = given === undefined ? newRun() : adoptRun(given);
const passedOn = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^LEASTKEY_(?!RUN_FOLDER$|HOME$)/.test(name)),
);
let server;
let browser;

async function stop(code) {
  await browser?.close().catch((error) => console.error(`host: the browser did not close: ${error.message}`));
  await server?.stop();
  if (given === undefined) run.remove();
  process.exit(code);
}
process.on("SIGINT", () => void stop(130));
process.on("SIGTERM", () => void stop(143));

/** The tests' exit code, or a sentence that says why there is none. */
async function result() {
  server = await startServer(run, { testDriver: true, env: passedOn });
  const window = await openBrowser(run);
  browser = window.browser;
  const { page } = window;
  const exited = new Promise((done) => void page.exposeFunction("codeAutomationExit", done));
  await page.exposeFunction("codeAutomationLog", (_type, parts) => console.log(format(...parts)));
  const opened = positionals.find((path) => existsSync(path));
  await page.goto(
    workbenchUrl(server, {
      opened: opened === undefined ? undefined : resolve(opened),
      development: resolve(values.extensionDevelopmentPath),
      tests: resolve(values.extensionTestsPath),
    }),
  );
  const answer = await Promise.race([
    exited,
    server.ended.then((code) => `the server ended with ${code}`),
    new Promise((done) => page.once("crash", () => done("the page crashed"))),
    new Promise((done) => setTimeout(() => done(`no result in ${limit} ms`), limit).unref()),
  ]);
  if (typeof answer === "string") await page.screenshot({ path: join(run.folder, "failure.png"), timeout: 5000 });
  return answer;
}

try {
  const answer = await result();
  if (typeof answer === "string") console.error(`host: ${answer}`);
  await stop(typeof answer === "number" ? answer : 1);
} catch (error) {
  console.error(`host: ${error instanceof Error ? error.stack : String(error)}`);
  await stop(1);
}
