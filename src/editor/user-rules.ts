import { l10n, type QuickPickItem, window } from "vscode";
import type { EntryRow } from "../audit/read.ts";
import { planRemoval, planRules, type RulesPlan, sentenceOf, writeRules } from "../guard/draft-rules.ts";
import { readUserRules, type UserRule } from "../guard/user-rules.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";

type Needs = Pick<Parts, "machine" | "previews" | "log">;

/** Makes the answer to a recorded call the answer from now on: shown first, on the trail, then written. */
export async function answerFromNowOn(row: EntryRow, verdict: UserRule["verdict"], parts: Needs): Promise<void> {
  const { machine, log } = parts;
  const plan = planRules(row, verdict, await machine.ports(), machine.home);
  const notes =
    verdict === "allow"
      ? [
          l10n.t("Only this call is let through, and only past this refusal."),
          l10n.t("What it prints is still searched for known values, and the agent's own rules still hold."),
        ]
      : [l10n.t("A file is kept from every agent; a command is known again by exactly these words.")];
  await agreed(plan, notes, parts);
  notify(log, l10n.t("Leastkey: {0} from now on.", plan.sentences.join("; ")), [
    { title: l10n.t("Show My Rules"), command: "leastkey.showRules" },
  ]);
}

interface RuleItem extends QuickPickItem {
  readonly id: string;
}

/** Show My Rules: what was allowed or denied for good; a chosen one can be taken out. */
export async function showRules(parts: Needs): Promise<void> {
  const { machine, log } = parts;
  const ports = await machine.ports();
  const now = readUserRules(ports.files, machine.home);
  const rules = now.kind === "read" ? now.rules : [];
  if (now.kind === "read" && rules.length === 0) {
    notify(log, l10n.t("Leastkey: you have made no rules. An entry in Agent Activity can be made one."));
    return;
  }
  const items = rules.map(
    (rule): RuleItem => ({
      id: rule.id,
      label: `$(${rule.verdict === "allow" ? "pass" : "circle-slash"}) ${sentenceOf(rule)}`,
      description: `${rule.id}, ${rule.added.slice(0, 10)}`,
    }),
  );
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("My rules"),
    placeHolder: l10n.t("Choose a rule to take it out"),
  });
  // A file that does not parse is named by the failure of the plan.
  if (now.kind === "read" && chosen === undefined) return;
  await agreed(planRemoval(chosen?.id ?? "", ports, machine.home), [], parts);
  notify(log, l10n.t("Leastkey: the rule was taken out."));
}

async function agreed(plan: RulesPlan, notes: readonly string[], { machine, previews }: Needs): Promise<void> {
  await previews.ask({
    title: plan.sentences.join("; "),
    agree: (what) => l10n.t("Write {0}", what),
    root: machine.home.root,
    changes: [plan.change],
    refused: [],
    notes,
  });
  writeRules(plan, await machine.ports(), machine.home);
}
