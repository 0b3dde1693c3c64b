import type { LogOutputChannel } from "vscode";
import { LeastkeyError, messageOf } from "../core/errors.ts";

/** For work that nobody waits for: what fails goes to the log, since no message on screen would be understood. */
export function inBackground(work: PromiseLike<unknown>, what: string, log: LogOutputChannel): void {
  work.then(undefined, (error: unknown) => {
    if (error instanceof LeastkeyError && error.code === "cancelled") {
      log.info(`${what}: ${error.message}`);
      return;
    }
    const hint = error instanceof LeastkeyError ? ` (${error.hint})` : "";
    log.error(`${what}: ${messageOf(error)}${hint}`);
  });
}
