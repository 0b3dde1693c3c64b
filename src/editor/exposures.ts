import { homedir } from "node:os";
import { commands, env, l10n, ProgressLocation, type QuickPickItem, Uri, window } from "vscode";
import type { ReadExposure, ReadExposures } from "../guard/exposures/parse-report.ts";
import { parseExposures } from "../guard/exposures/parse-report.ts";
import { diskFolders } from "./folders.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { runCli } from "./run-cli.ts";
import { requireTrust } from "./trust.ts";
import { typeCommand } from "./type-command.ts";
import { credentials } from "./words.ts";

interface Choice extends QuickPickItem {
  readonly run: () => Thenable<unknown>;
}

/** Show Exposures: what agents, shells and editors on this machine have recorded. It may take minutes. */
export async function showExposures({ machine, log }: Parts): Promise<void> {
  requireTrust();
  const cwd = diskFolders()[0]?.uri.fsPath ?? homedir();
  const title = l10n.t("Leastkey: searching agents' records on this machine");
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const text = await window.withProgress(options, (progress, token) =>
    runCli(machine.programs, ["scan", "--exposures", "--json"], {
      cwd,
      token,
      onProgress: (said) => progress.report({ message: said.replace(/^[^:]*: /, "") }),
    }),
  );
  const report = parseExposures(text);
  for (const { path, message } of report.errors) log.info(`not searched: ${path}: ${message}`);
  for (const line of report.notes) log.info(`not searched: ${line}`);
  if (report.exposures.length === 0) {
    notify(log, `Leastkey: ${searchedText(report)}`);
    return;
  }
  const scrub: Choice = {
    label: `$(trash) ${l10n.t("Take the values out of these records")}`,
    detail: l10n.t("Types the command into a terminal: leastkey scan --exposures --scrub. It asks before it writes."),
    run: () => typeCommand("leastkey scan --exposures --scrub", cwd, machine),
  };
  await choose([...report.exposures.map(exposureChoice), scrub], searchedText(report));
}

export function searchedText({ exposures, files, notes, errors }: ReadExposures): string {
  const found =
    exposures.length === 0 ? l10n.t("no recorded credential") : l10n.t("recorded: {0}", credentials(exposures.length));
  const missed = notes.length + errors.length;
  const left = missed === 0 ? "" : ` ${l10n.t("Places that could not be searched: {0}; the log names them.", missed)}`;
  return `${l10n.t("{0}; records searched: {1}, nothing left this machine.", found, files)}${left}`;
}

/** One credential: what it is, why it is urgent, who recorded it. */
export function exposureChoice(exposure: ReadExposure): Choice {
  const { label, reasons, agents, occurrences, since } = exposure;
  const times = occurrences === 1 ? l10n.t("once") : l10n.t("{0} times", occurrences);
  return {
    label: `$(key) ${label}`,
    description: reasons.join(", "),
    detail: l10n.t("recorded {0} by {1}, since {2}", times, agents.join(", "), since.slice(0, 10)),
    run: () => choose(waysOf(exposure), label),
  };
}

/** What can be done about one: make it new, look at the records. */
export function waysOf({ rotation, places }: ReadExposure): readonly Choice[] {
  const { page, detail } = rotation;
  const label = `$(sync) ${l10n.t("Make it new")}`;
  const rotate: Choice =
    page === undefined
      ? { label, detail, run: () => env.clipboard.writeText(detail) }
      : { label, description: page, detail, run: () => env.openExternal(Uri.parse(page, true)) };
  return [
    rotate,
    ...places.map(({ path, agent, kind, occurrences }): Choice => {
      // A database is no text, and the editor would offer to open it all the same.
      const command = kind === "database" ? "revealFileInOS" : "vscode.open";
      return {
        label: `$(file) ${agent} ${kind}`,
        description: l10n.t("{0} times", occurrences),
        detail: path,
        run: () => commands.executeCommand(command, Uri.file(path)),
      };
    }),
  ];
}

async function choose(choices: readonly Choice[], title: string): Promise<void> {
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  const chosen = await window.showQuickPick(choices, options);
  await chosen?.run();
}
