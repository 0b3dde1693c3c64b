import { homedir } from "node:os";
import { commands, env, ProgressLocation, type QuickPickItem, Uri, window } from "vscode";
import type { ReadExposure, ReadExposures } from "../guard/exposures/parse-report.ts";
import { parseExposures } from "../guard/exposures/parse-report.ts";
import { diskFolders } from "./folders.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { runCli } from "./run-cli.ts";
import { requireTrust } from "./trust.ts";
import { typeCommand } from "./type-command.ts";
import { count } from "./words.ts";

interface Choice extends QuickPickItem {
  readonly run: () => Thenable<unknown>;
}

/** Show Exposures: what agents, shells and editors on this machine have recorded. It may take minutes. */
export async function showExposures({ machine, log }: Parts): Promise<void> {
  requireTrust();
  const cwd = diskFolders()[0]?.uri.fsPath ?? homedir();
  const title = "Leastkey: searching agents' records on this machine";
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
    label: "$(trash) Take the values out of these records",
    detail: "Types the command into a terminal: leastkey scan --exposures --scrub. It asks before it writes.",
    run: () => typeCommand("leastkey scan --exposures --scrub", cwd, machine),
  };
  await choose([...report.exposures.map(exposureChoice), scrub], searchedText(report));
}

export function searchedText({ exposures, files, notes, errors }: ReadExposures): string {
  const found = exposures.length === 0 ? "no recorded credential" : count(exposures.length, "recorded credential");
  const missed = notes.length + errors.length;
  const left = missed === 0 ? "" : ` ${count(missed, "place")} could not be searched; the log names them.`;
  return `${found}, ${count(files, "record")} searched, nothing left this machine.${left}`;
}

/** One credential: what it is, why it is urgent, who recorded it. */
export function exposureChoice(exposure: ReadExposure): Choice {
  const { label, reasons, agents, occurrences, since } = exposure;
  const times = occurrences === 1 ? "once" : `${String(occurrences)} times`;
  return {
    label: `$(key) ${label}`,
    description: reasons.join(", "),
    detail: `recorded ${times} by ${agents.join(", ")}, since ${since.slice(0, 10)}`,
    run: () => choose(waysOf(exposure), label),
  };
}

/** What can be done about one: make it new, look at the records. */
export function waysOf({ rotation, places }: ReadExposure): readonly Choice[] {
  const { page, detail } = rotation;
  const rotate: Choice =
    page === undefined
      ? { label: "$(sync) Make it new", detail, run: () => env.clipboard.writeText(detail) }
      : { label: "$(sync) Make it new", description: page, detail, run: () => env.openExternal(Uri.parse(page, true)) };
  return [
    rotate,
    ...places.map(({ path, agent, kind, occurrences }): Choice => {
      // A database is no text, and the editor would offer to open it all the same.
      const command = kind === "database" ? "revealFileInOS" : "vscode.open";
      return {
        label: `$(file) ${agent} ${kind}`,
        description: `${String(occurrences)} times`,
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
