import { commands, type Disposable, l10n, window } from "vscode";
import { referenceValueCommand } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { showFailure } from "./failure.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";
import { parseReferenceArgument } from "./reference-argument.ts";
import { requireTrust } from "./trust.ts";

const configurations = [".vscode/launch.json", ".vscode/tasks.json"] as const;

/**
 * `${input:…}` of type command in launch.json and tasks.json: the editor takes a value that a command gives back. Any
 * extension can run a command, so a value is given only for a reference that stands in these files here, and only when
 * a human agrees.
 */
export function referenceValue(parts: Parts): Disposable {
  const allowed = new Set<string>();
  return commands.registerCommand(referenceValueCommand, async (argument: unknown) => {
    try {
      return await valueFor(argument, parts, allowed);
    } catch (error) {
      showFailure(error, referenceValueCommand, parts.log);
      throw new Error("Leastkey gave no value"); // else the program would start with "undefined" as its credential
    }
  });
}

async function valueFor(argument: unknown, parts: Parts, allowed: Set<string>): Promise<string> {
  requireTrust();
  const reference = parseReferenceArgument(argument);
  const root = reference === undefined ? undefined : await folderNaming(reference, parts);
  if (reference === undefined || root === undefined) {
    throw new LeastkeyError(
      "reference.invalid",
      "no launch.json or tasks.json of this workspace names that reference",
      'write it into the input: "args": { "reference": "leastkey://project/environment/item/field" }',
    );
  }
  if (!allowed.has(reference)) {
    const [once, window_] = [l10n.t("Give It Once"), l10n.t("Give It While This Window Is Open")];
    const question = l10n.t("Give the value of {0} to a launch or task of this workspace?", reference);
    const detail = l10n.t("The program that is started will hold it. Other extensions can ask for it in the same way.");
    const answer = await window.showWarningMessage(question, { modal: true, detail }, once, window_);
    if (answer === undefined) throw new LeastkeyError("cancelled", "nobody agreed", "start it again");
    if (answer === window_) allowed.add(reference);
  }
  return (await resolved(reference, root, parts)).reveal();
}

/** The folder whose launch.json or tasks.json holds the reference. */
async function folderNaming(reference: string, { machine }: Parts): Promise<string | undefined> {
  const { files } = await machine.ports();
  const roots = diskFolders().map(({ uri }) => uri.fsPath);
  return roots.find((root) =>
    configurations.some((path) => files.readText(`${root}/${path}`)?.includes(`"${reference}"`)),
  );
}

/** As `leastkey read` gives it: the environment of the folder counts, and it is recorded before it is given. */
async function resolved(reference: string, root: string, { machine }: Parts): Promise<Secret> {
  const [{ vaultForSession }, { resolveReference }, { loadCedar }, vaults, { files, audit }] = await Promise.all([
    import("../guard/session-use.ts"),
    import("../guard/references.ts"),
    import("../platform/cedar.ts"),
    machine.vaults(),
    machine.ports(),
  ]);
  const cedar = () => loadCedar(machine.programs);
  const vault = await vaultForSession(vaults, { cwd: root, agent: undefined }, { files, home: machine.home, cedar });
  const value = await resolveReference(reference, vault);
  audit.append({
    action: "reference.read",
    outcome: "done",
    attribution: "confirmed",
    tool: "editor",
    credentials: [reference],
    workspace: root,
  });
  return value;
}
